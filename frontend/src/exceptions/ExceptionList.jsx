/** Exceptions: figures that are worse than chance explains or keep missing their target, and how far each has come. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { shortDayOf } from '../kernel/dates.js';
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
import { exceptionsQuery } from './api.js';
import { causeWords, optionsOf, stateColours, stateWords } from './words.js';

const none = { state: '', cause: '', unit_id: '' };

export function ExceptionList() {
  const isAllowed = may(useSession(), 'exceptions:read');
  const [params] = useSearchParams();
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const cursor = params.get('cursor') ?? '';
  const narrowed = filters.state === 'all' ? { ...filters, state: '' } : filters;
  const asked = { ...narrowed, ...(filters.state ? {} : { unfinished: true }), cursor };
  const exceptions = useQuery({ ...exceptionsQuery(asked), enabled: isAllowed });
  return (
    <>
      <PageHeading title="Exceptions" />
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <p className="govuk-body qa-lede">
            Raised by rule: a figure worse than chance explains, a process that cannot meet its target, or two months
            running outside the tolerance. Never by one red month alone. Of forty steady indicators, about one a month
            is raised by chance.
          </p>
          <FilterBar label="Narrow the exceptions" onClear={onClear}>
            <Select
              label="State"
              any="Not ended"
              options={[...optionsOf(stateWords), { value: 'all', text: 'All' }]}
              {...field('state')}
            />
            <Select label="Cause" any="Any cause" options={optionsOf(causeWords)} {...field('cause')} />
            <UnitFilter any="All" {...field('unit_id')} />
          </FilterBar>
          <Loaded query={exceptions} loading="Loading the exceptions…">
            {(page) =>
              page.items.length ? (
                <>
                  <Exceptions rows={page.items} />
                  <Pager next={page.next_cursor} what="exceptions" />
                </>
              ) : (
                <Empty title="No exception">
                  {isFiltered
                    ? 'None is like this.'
                    : 'None is open: figures lie within what chance and targets allow.'}
                </Empty>
              )
            }
          </Loaded>
        </>
      )}
    </>
  );
}

/** @param {{ rows: import('./api.js').ExceptionListed[] }} props */
function Exceptions({ rows }) {
  return (
    <Table
      caption="Exceptions, the latest raised first"
      isCaptionHidden
      rows={rows}
      rowKey={(one) => one.id}
      columns={[
        {
          key: 'what',
          title: 'Indicator',
          isHeader: true,
          cell: (one) => (
            <Link className="govuk-link" to={`/exceptions/${one.id}`}>
              {one.reference}: {one.indicator_title}
            </Link>
          ),
        },
        { key: 'unit', title: 'Of', cell: (one) => one.unit_name },
        { key: 'cause', title: 'Cause', cell: (one) => causeWords[one.cause] ?? one.cause },
        {
          key: 'state',
          title: 'State',
          cell: (one) => <Tag colour={stateColours[one.state]}>{stateWords[one.state] ?? one.state}</Tag>,
        },
        {
          key: 'actions',
          title: 'Actions',
          cell: (one) => (one.actions_set ? `${one.actions_open} of ${one.actions_set} open` : 'None'),
        },
        {
          key: 'raised',
          title: 'Raised',
          cell: (one) => <span className="qa-nowrap">{shortDayOf(one.raised_at)}</span>,
        },
      ]}
    />
  );
}
