/** The library: the practice standards in force today, or on another day. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { standardsQuery } from './api.js';
import { StandardsColumns } from './StandardsColumns.jsx';
import { VersionBar } from './VersionBar.jsx';

export function StandardsPage() {
  const session = useSession();
  const isAllowed = may(session, 'standards:read');
  const { filters, setFilters, onClear } = useFilters({ at: '' });
  const standards = useQuery({ ...standardsQuery(filters.at), enabled: isAllowed });
  return (
    <>
      <PageHeading title="Practice standards" />
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <FilterBar label="Standards on another day" onClear={onClear}>
            <TextField
              label="As they stood on"
              pointer="?at"
              type="date"
              value={filters.at || today()}
              onChange={(at) => setFilters({ at: at === today() ? '' : at })}
            />
          </FilterBar>
          <Loaded query={standards} loading="Loading the standards…">
            {(version) => (
              <>
                <VersionBar version={version}>
                  <Link className="govuk-link" to="/standards/versions">
                    All versions
                  </Link>
                </VersionBar>
                <StandardsColumns version={version} />
              </>
            )}
          </Loaded>
        </>
      )}
    </>
  );
}
