/** The children whose case no audit has looked at, for those who may see them. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { unauditedQuery } from './api.js';
import { ageBands, caseTypes, textOf } from './words.js';

const none = { months: '', ever: '', unit_id: '', worker_code: '', case_type: '', age_band: '' };

export function UnauditedList() {
  const isAllowed = may(useSession(), 'rounds:read');
  return (
    <>
      <BackLink to="/coverage">Coverage</BackLink>
      <PageHeading title="Children not audited" />
      {isAllowed ? <Children /> : <Forbidden />}
    </>
  );
}

function Children() {
  const { filters, field, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const children = useQuery(unauditedQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <>
      <FilterBar label="Narrow the children" onClear={onClear}>
        <UnitFilter any="All that you may see" {...field('unit_id')} />
        <Select label="Case type" any="All types" options={caseTypes} {...field('case_type')} />
        <Select label="Age" any="All ages" options={ageBands} {...field('age_band')} />
        <Select
          label="Not audited"
          any="Over the months of coverage"
          options={[{ value: 'true', text: 'Never at all' }]}
          {...field('ever')}
        />
      </FilterBar>
      <Loaded query={children} loading="Loading children…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Children not audited"
                isCaptionHidden
                rows={page.items}
                rowKey={(one) => one.child_id}
                columns={[
                  {
                    key: 'child',
                    title: 'Child',
                    isHeader: true,
                    cell: (one) => (
                      <Link className="govuk-link qa-ref" to={`/children/${one.child_id}`}>
                        {one.child_ref}
                      </Link>
                    ),
                  },
                  { key: 'team', title: 'Team', cell: (one) => one.unit_name ?? 'No team' },
                  { key: 'worker', title: 'Worker', cell: (one) => one.worker_code ?? 'None' },
                  { key: 'type', title: 'Case type', cell: (one) => textOf(caseTypes, one.case_type) },
                  { key: 'age', title: 'Age', cell: (one) => textOf(ageBands, one.age_band) },
                  { key: 'last', title: 'Last audited', cell: (one) => shortDayOf(one.last_on, 'Never') },
                ]}
              />
              <Pager next={page.next_cursor} what="children" />
            </>
          ) : (
            <Empty title="Nobody is left unaudited">
              Of the children you may see, every one that matches was audited.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
