/** All concerns in sight, with how long each has been open or was. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { shortMomentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { concernsQuery } from './api.js';
import { openFor } from './ConcernCard.jsx';
import '../audits/audits.scss';

export function ConcernList() {
  return (
    <>
      <PageHeading title="Safety concerns" />
      {may(useSession(), 'audits:read') ? <All /> : <Forbidden />}
    </>
  );
}

function All() {
  const { filters, setFilters, field, onClear } = useFilters({ open: '', unit_id: '', sort: '-raised_at' });
  const [params] = useSearchParams();
  const concerns = useQuery(concernsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <>
      <FilterBar label="Narrow the concerns" onClear={onClear}>
        <Select
          label="State"
          any="Open and closed"
          options={[
            { value: 'true', text: 'Open' },
            { value: 'false', text: 'Closed' },
          ]}
          {...field('open')}
        />
        <UnitFilter any="All that you may see" {...field('unit_id')} />
      </FilterBar>
      <Loaded query={concerns} loading="Loading concerns…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Safety concerns"
                isCaptionHidden
                rows={page.items}
                rowKey={(concern) => concern.id}
                sort={filters.sort}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  {
                    key: 'reference',
                    title: 'Concern',
                    isHeader: true,
                    cell: (concern) => <span className="qa-ref">{concern.reference}</span>,
                  },
                  {
                    key: 'audit',
                    title: 'Audit',
                    cell: (concern) => (
                      <Link className="govuk-link qa-ref" to={`/audits/${concern.audit_id}#concerns`}>
                        {concern.audit_reference}
                      </Link>
                    ),
                  },
                  { key: 'unit', title: 'Team', cell: (concern) => concern.unit_name ?? 'No team' },
                  {
                    key: 'raised',
                    title: 'Raised',
                    sort: 'raised_at',
                    cell: (concern) => shortMomentOf(concern.raised_at),
                  },
                  { key: 'told', title: 'Told to', cell: (concern) => concern.told_name },
                  {
                    key: 'state',
                    title: 'State',
                    cell: (concern) => (
                      <Tag colour={concern.is_open ? 'red' : 'green'}>{concern.is_open ? 'Open' : 'Closed'}</Tag>
                    ),
                  },
                  { key: 'time', title: 'Time open', cell: (concern) => openFor(concern.hours_open) },
                ]}
              />
              <Pager next={page.next_cursor} what="concerns" />
            </>
          ) : (
            <Empty title="No safety concern here">Concerns are raised from audits, on the day they are seen.</Empty>
          )
        }
      </Loaded>
    </>
  );
}
