/** Files that were brought in, or are about to be: the latest first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { shortMomentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { numberOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { importsQuery, knownSourcesQuery } from './api.js';
import { ImportState } from './ImportState.jsx';
import { formatWords, importStateOptions } from './words.js';

const none = { state: '', source_system: '' };

export function ImportList() {
  const isAllowed = may(useSession(), 'imports:manage');
  return (
    <>
      <BackLink to="/sources">Data</BackLink>
      <PageHeading title="Imports">
        {isAllowed && <ButtonLink to="/imports/new">Bring in files</ButtonLink>}
      </PageHeading>
      {isAllowed ? <Imports /> : <Forbidden />}
    </>
  );
}

function Imports() {
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const imports = useQuery(importsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  const sources = useQuery(knownSourcesQuery());
  return (
    <>
      <FilterBar label="Narrow the imports" onClear={onClear}>
        <Select label="State" any="Any state" options={importStateOptions} {...field('state')} />
        <Select
          label="Source system"
          any="All sources"
          options={(sources.data ?? []).map(({ name }) => ({ value: name, text: name }))}
          {...field('source_system')}
        />
      </FilterBar>
      <Loaded query={imports} loading="Loading imports…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Imports"
                isCaptionHidden
                rows={page.items}
                rowKey={(one) => one.id}
                columns={[
                  {
                    key: 'begun',
                    title: 'Begun',
                    isHeader: true,
                    cell: (one) => (
                      <Link className="govuk-link" to={`/imports/${one.id}`}>
                        {shortMomentOf(one.created_at)}
                      </Link>
                    ),
                  },
                  { key: 'source', title: 'Source system', cell: (one) => one.source_system },
                  { key: 'what', title: 'Files', cell: (one) => formatWords(one.format) },
                  { key: 'by', title: 'By', cell: (one) => one.created_by },
                  {
                    key: 'state',
                    title: 'State',
                    cell: (one) => <ImportState state={one.state} isDryRun={one.is_dry_run} />,
                  },
                  { key: 'rows', title: 'Rows', isNumeric: true, cell: (one) => numberOf(one.rows_total) },
                  { key: 'rejected', title: 'Rejected', isNumeric: true, cell: (one) => numberOf(one.rejected) },
                ]}
              />
              <Pager next={page.next_cursor} what="imports" />
            </>
          ) : (
            <Empty title={isFiltered ? 'No import matches' : 'No file has been brought in yet'}>
              {isFiltered
                ? 'Change or clear the filters.'
                : 'Press “Bring in files” to begin with the returns that you make already.'}
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
