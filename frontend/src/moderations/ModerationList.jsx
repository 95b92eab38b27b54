/** The queue of second readings: the person's own first, then all that they may see. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { outcomeWords } from '../audits/words.js';
import { dueIn, shortDayOf } from '../kernel/dates.js';
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
import { Tag } from '../kernel/ui/Tag.jsx';
import { kindWords } from '../tools/words.js';
import { moderationsQuery, myOpenModerationsQuery } from './api.js';
import { moderationStateOptions, moderationStates } from './words.js';
import '../audits/audits.scss';

/** @typedef {import('./api.js').ModerationListed} Moderation */

export function ModerationList() {
  const session = useSession();
  const isAllowed = may(session, 'moderations:read');
  return (
    <>
      <PageHeading title="Moderations">
        {may(session, 'moderations:allocate') && (
          <ButtonLink to="/moderation-queue" look="secondary">
            Audits that wait
          </ButtonLink>
        )}
      </PageHeading>
      {isAllowed ? (
        <>
          {may(session, 'moderations:complete') && <MyModerations />}
          <AllModerations />
        </>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {Moderation} moderation */
const referenceCell = (moderation) => (
  <Link className="govuk-link qa-ref" to={`/moderations/${moderation.id}`}>
    {moderation.audit_reference}
  </Link>
);

/** @param {Moderation} moderation */
function stateCell(moderation) {
  const state = moderationStates[moderation.state];
  return state ? <Tag colour={state.colour}>{state.text}</Tag> : moderation.state;
}

/** @param {Moderation} moderation */
const dueCell = (moderation) => (
  <span>
    <span className="qa-ref">{shortDayOf(moderation.due_on)}</span>
    {moderation.is_overdue && <span className="qa-late qa-ref"> {dueIn(moderation.due_on)}</span>}
  </span>
);

/** @param {Moderation} moderation */
const moderatorCell = ({ moderator_name, panel_size }) =>
  panel_size ? `${moderator_name}, panel of ${panel_size}` : moderator_name;

function MyModerations() {
  const moderations = useQuery(myOpenModerationsQuery());
  return (
    <section aria-labelledby="mine">
      <h2 className="govuk-heading-m" id="mine">
        Yours to do
      </h2>
      <Loaded query={moderations} loading="Loading your moderations…">
        {(items) =>
          items.length ? (
            <Table
              caption="Moderations that you are to do"
              isCaptionHidden
              rows={items}
              rowKey={(moderation) => moderation.id}
              columns={[
                { key: 'reference', title: 'Audit', isHeader: true, cell: referenceCell },
                { key: 'kind', title: 'Kind', cell: (moderation) => kindWords(moderation.kind) },
                { key: 'unit', title: 'Team', cell: (moderation) => moderation.unit_name ?? 'No team' },
                { key: 'state', title: 'State', cell: stateCell },
                {
                  key: 'due',
                  title: 'Due',
                  cell: ({ due_on, is_overdue }) => (
                    <span className={is_overdue ? 'qa-late' : undefined}>{dueIn(due_on)}</span>
                  ),
                },
              ]}
            />
          ) : (
            <Empty title="No moderation waits for you" />
          )
        }
      </Loaded>
    </section>
  );
}

function AllModerations() {
  const { filters, setFilters, field, onClear } = useFilters({ state: '', sort: '' });
  const [params] = useSearchParams();
  const moderations = useQuery(moderationsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <section aria-labelledby="all">
      <h2 className="govuk-heading-m" id="all">
        All that you may see
      </h2>
      <FilterBar label="Narrow the moderations" onClear={onClear}>
        <Select label="State" any="Any state" options={moderationStateOptions} {...field('state')} />
      </FilterBar>
      <Loaded query={moderations} loading="Loading moderations…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Moderations"
                isCaptionHidden
                rows={page.items}
                rowKey={(moderation) => moderation.id}
                sort={filters.sort}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  { key: 'reference', title: 'Audit', isHeader: true, cell: referenceCell },
                  { key: 'kind', title: 'Kind', cell: (moderation) => kindWords(moderation.kind) },
                  { key: 'unit', title: 'Team', cell: (moderation) => moderation.unit_name ?? 'No team' },
                  { key: 'auditor', title: 'Auditor', cell: (moderation) => moderation.auditor_name },
                  { key: 'moderator', title: 'Moderator', cell: moderatorCell },
                  { key: 'state', title: 'State', cell: stateCell },
                  { key: 'due', title: 'Due', cell: dueCell, sort: 'due_on' },
                  {
                    key: 'outcome',
                    title: 'Overall grade',
                    cell: (moderation) => (moderation.outcome ? outcomeWords(moderation.outcome) : '–'),
                  },
                ]}
              />
              <Pager next={page.next_cursor} what="moderations" />
            </>
          ) : (
            <Empty title={filters.state ? 'No moderation matches' : 'No moderations here for you'}>
              A moderation begins with an audit that is submitted.
            </Empty>
          )
        }
      </Loaded>
    </section>
  );
}
