/** Disputes about grades, those due last first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { dueIn, shortDayOf } from '../kernel/dates.js';
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
import { disputesQuery } from './api.js';
import { askWords, disputeStateOptions, disputeStates } from './words.js';
import '../audits/audits.scss';

/** @typedef {import('./api.js').DisputeListed} Dispute */

export function DisputeList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Disputes" />
      {may(session, 'audits:read') ? <Disputes /> : <Forbidden />}
    </>
  );
}

function Disputes() {
  const { filters, setFilters, field, onClear } = useFilters({ state: '', sort: '' });
  const [params] = useSearchParams();
  const disputes = useQuery(disputesQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <>
      <FilterBar label="Narrow the disputes" onClear={onClear}>
        <Select label="State" any="Any state" options={disputeStateOptions} {...field('state')} />
      </FilterBar>
      <Loaded query={disputes} loading="Loading disputes…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Disputes"
                isCaptionHidden
                rows={page.items}
                rowKey={(dispute) => dispute.id}
                sort={filters.sort}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  { key: 'reference', title: 'Audit', isHeader: true, cell: referenceCell },
                  { key: 'unit', title: 'Team', cell: (dispute) => dispute.unit_name ?? 'No team' },
                  { key: 'by', title: 'Raised by', cell: (dispute) => dispute.raised_by_name },
                  { key: 'asks', title: 'Asks for', cell: (dispute) => askWords(dispute.asks) },
                  { key: 'state', title: 'State', cell: stateCell },
                  { key: 'due', title: 'Due', cell: dueCell, sort: 'due_on' },
                ]}
              />
              <Pager next={page.next_cursor} what="disputes" />
            </>
          ) : (
            <Empty title={filters.state ? 'No dispute matches' : 'No disputes here for you'}>
              A dispute is raised on the record of a final audit.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}

/** @param {Dispute} dispute */
const referenceCell = (dispute) => (
  <Link className="govuk-link qa-ref" to={`/disputes/${dispute.id}`}>
    {dispute.audit_reference}
  </Link>
);

/** @param {Dispute} dispute */
function stateCell(dispute) {
  const state = disputeStates[dispute.state];
  return state ? <Tag colour={state.colour}>{state.text}</Tag> : dispute.state;
}

/** @param {Dispute} dispute */
const dueCell = (dispute) => (
  <span>
    <span className="qa-ref">{shortDayOf(dispute.due_on)}</span>
    {dispute.is_overdue && <span className="qa-late qa-ref"> {dueIn(dispute.due_on)}</span>}
  </span>
);
