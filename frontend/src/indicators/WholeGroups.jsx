/** What members see that says the same of everybody in a group: for staff to judge whether it says too much. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { periodOf } from '../kernel/dates.js';
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
import { periods, wholeGroupsQuery } from './api.js';

const none = { period_type: '' };

export function WholeGroups() {
  const isAllowed = may(useSession(), 'indicators:define');
  const [params] = useSearchParams();
  const { filters, field, onClear } = useFilters(none);
  const asked = { ...filters, cursor: params.get('cursor') ?? '' };
  const groups = useQuery({ ...wholeGroupsQuery(asked), enabled: isAllowed });
  return (
    <>
      <BackLink to="/indicators">Indicators</BackLink>
      <PageHeading title="0% and 100% shown to members" />
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <p className="govuk-body qa-lede">
            These figures single nobody out, so no rule hides them. But each says something about every person in its
            group: look at the smallest groups, and at what would hurt to be known of all of them.
          </p>
          <FilterBar label="Narrow the groups" onClear={onClear}>
            <Select label="Periods" any="All lengths" options={periods} {...field('period_type')} />
          </FilterBar>
          <Loaded query={groups} loading="Loading the groups…">
            {(page) =>
              page.items.length ? (
                <>
                  <Groups rows={page.items} />
                  <Pager next={page.next_cursor} what="groups" />
                </>
              ) : (
                <Empty title="No such figure">Nothing that members see says the same of everybody in a group.</Empty>
              )
            }
          </Loaded>
        </>
      )}
    </>
  );
}

/** @param {{ rows: import('./api.js').WholeGroup[] }} props */
function Groups({ rows }) {
  return (
    <Table
      caption="Groups of whom the same is told, the smallest first"
      isCaptionHidden
      rows={rows}
      rowKey={(one) => one.id}
      columns={[
        {
          key: 'indicator',
          title: 'Indicator',
          isHeader: true,
          cell: (one) => (
            <Link
              className="govuk-link"
              to={`/indicators/${one.indicator}?unit_id=${one.unit_id}&period_type=${one.period_type}`}
            >
              {one.title}
            </Link>
          ),
        },
        { key: 'unit', title: 'Of', cell: (one) => one.unit_name },
        { key: 'period', title: 'Period', cell: (one) => periodOf(one.period_start, one.period_type) },
        {
          key: 'told',
          title: 'Members see',
          cell: (one) => (one.numerator ? `100%: all of ${one.denominator}` : `0%: none of ${one.denominator}`),
        },
      ]}
    />
  );
}
