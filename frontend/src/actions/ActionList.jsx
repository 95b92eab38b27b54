/** All actions in sight: what is mine, what waits for me to verify, what is overdue, and how far all of it has come. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { ActionDue, ActionState } from './ActionState.jsx';
import { actionsQuery, loopQuery } from './api.js';
import { actionStateOptions, sourceOptions, sourcePath, sourceWords, titleOf } from './words.js';
import './actions.scss';
import '../audits/audits.scss';

const blank = { show: '', state: '', unit_id: '', source_kind: '', sort: 'due_on' };

/** What the first filter stands for in the API's words. @type {Record<string, Record<string, boolean>>} */
const shows = {
  '': { unfinished: true },
  mine: { mine: true, unfinished: true },
  to_verify: { to_verify: true },
  overdue: { overdue: true },
  escalated: { escalated: true },
  proven: { proven: true },
  all: {},
};

export function ActionList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Actions">
        {may(session, 'actions:set') && <ButtonLink to="/actions/new">Set an action</ButtonLink>}
      </PageHeading>
      {may(session, 'actions:read') ? <AllActions /> : <Forbidden />}
    </>
  );
}

/** How many actions reached each step of the loop. @param {{ unitId: string }} props */
function Loop({ unitId }) {
  const loop = useQuery(loopQuery(unitId));
  return (
    <Loaded query={loop} loading="Counting the actions…">
      {(found) => (
        <section aria-label="How far the actions have come">
          <p className="govuk-body">{found.sentence}</p>
          <ol className="qa-loop">
            {[
              { title: 'Set', n: found.set, more: `${found.moved} of them moved to a later day` },
              { title: 'Done', n: found.done, more: `${found.done_in_time} of them in time` },
              { title: 'Verified by another', n: found.verified, more: '' },
              { title: 'Proven to have worked', n: found.proven, more: '' },
              { title: 'Overdue', n: found.overdue, more: `${found.escalated} of them escalated` },
            ].map(({ title, n, more }, i) => (
              <li key={title} className={i < 4 ? 'qa-loop__step qa-loop__step--count' : 'qa-loop__step'}>
                <b>{title}</b>
                <span className="qa-loop__figure">{n}</span>
                {more && <span>{more}</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </Loaded>
  );
}

/** @param {import('./api.js').ActionListed} action */
const nameCell = (action) => (
  <>
    <Link className="govuk-link" to={`/actions/${action.id}`}>
      {titleOf(action)}
    </Link>{' '}
    <span className="qa-ref">{action.reference}</span>
  </>
);

/** @param {import('./api.js').ActionListed} action */
function sourceCell(action) {
  const path = sourcePath(action);
  const words = action.source_label || sourceWords[action.source_kind] || '–';
  if (action.source_kind === 'other') return '–';
  return path ? (
    <Link className="govuk-link" to={path}>
      {words}
    </Link>
  ) : (
    words
  );
}

function AllActions() {
  const { filters, setFilters, field, isFiltered, onClear } = useFilters(blank);
  const [params] = useSearchParams();
  const { show, ...plain } = filters;
  const actions = useQuery(
    actionsQuery({ ...plain, ...(plain.state && !show ? {} : shows[show]), cursor: params.get('cursor') ?? '' }),
  );
  return (
    <>
      <Loop unitId={filters.unit_id} />
      <FilterBar label="Narrow the actions" onClear={onClear}>
        <Select
          label="Show"
          any="Not finished"
          options={[
            { value: 'mine', text: 'Mine to do' },
            { value: 'to_verify', text: 'Waiting for me to verify' },
            { value: 'overdue', text: 'Overdue' },
            { value: 'escalated', text: 'Escalated' },
            { value: 'proven', text: 'Proven' },
            { value: 'all', text: 'All' },
          ]}
          {...field('show')}
        />
        <Select label="State" any="Any state" options={actionStateOptions} {...field('state')} />
        <UnitFilter any="All that you may see" {...field('unit_id')} />
        <Select label="Came from" any="Anything" options={sourceOptions} {...field('source_kind')} />
      </FilterBar>
      <Loaded query={actions} loading="Loading actions…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Actions"
                isCaptionHidden
                rows={page.items}
                rowKey={(action) => action.id}
                sort={filters.sort}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  { key: 'title', title: 'Action', isHeader: true, cell: nameCell },
                  { key: 'owner', title: 'Who does it', cell: (action) => action.owner_name },
                  { key: 'unit', title: 'Team', cell: (action) => action.unit_name ?? '–' },
                  { key: 'source', title: 'Came from', cell: sourceCell },
                  { key: 'state', title: 'State', cell: (action) => <ActionState action={action} /> },
                  { key: 'due', title: 'Due', sort: 'due_on', cell: (action) => <ActionDue action={action} /> },
                ]}
              />
              <Pager next={page.next_cursor} what="actions" />
            </>
          ) : (
            <Empty title={isFiltered ? 'No action matches' : 'Nothing is to be done'}>
              Actions come from audits, moderations and meetings, and from whoever sets them.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
