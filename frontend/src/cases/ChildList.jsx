/** Children by reference, or by the number in the case system. No name is stored here. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, SearchField, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { childrenQuery } from './api.js';
import { FindByNumber } from './FindCase.jsx';
import { statuses, statusWords } from './words.js';

const none = { q: '', status: '', unit_id: '' };

export function ChildList() {
  const session = useSession();
  const isAllowed = may(session, 'cases:read');
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const children = useQuery({
    ...childrenQuery({ ...filters, cursor: params.get('cursor') ?? '' }),
    enabled: isAllowed,
  });
  return (
    <>
      <PageHeading title="Children" />
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <FilterBar label="Find children" onSearch={field('q').onChange} onClear={onClear}>
            <SearchField label="Reference starts with" width={10} value={filters.q} />
            <Select label="Status" any="Any status" options={statuses} {...field('status')} />
            <UnitFilter any="All that you may see" {...field('unit_id')} />
          </FilterBar>
          <FindByNumber />
          <Loaded query={children} loading="Loading children…">
            {(page) =>
              page.items.length ? (
                <>
                  <Table
                    caption="Children"
                    isCaptionHidden
                    rows={page.items}
                    rowKey={(child) => child.id}
                    columns={[
                      {
                        key: 'ref',
                        title: 'Reference',
                        isHeader: true,
                        cell: (child) => (
                          <Link className="govuk-link" to={`/children/${child.id}`}>
                            {child.child_ref}
                          </Link>
                        ),
                      },
                      { key: 'age', title: 'Age', isNumeric: true, cell: (child) => child.age_years ?? 'Not known' },
                      { key: 'status', title: 'Status', cell: (child) => statusWords(child.statuses) },
                      { key: 'unit', title: 'Team', cell: (child) => child.unit_name ?? 'No team' },
                    ]}
                  />
                  <Pager next={page.next_cursor} what="children" />
                </>
              ) : (
                <Empty title={isFiltered ? 'No child matches' : 'No children here for you'}>
                  {isFiltered ? 'Change or clear the filters.' : 'You see the children whose work your role reaches.'}
                </Empty>
              )
            }
          </Loaded>
        </>
      )}
    </>
  );
}
