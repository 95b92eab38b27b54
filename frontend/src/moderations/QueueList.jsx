/** Audits that were chosen for moderation and wait for a moderator, the latest first to be seen. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { dueIn, shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { counted } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { kindWords } from '../tools/words.js';
import { queueQuery, standingQuery, takeModeration } from './api.js';
import { lateWords, ruleWords } from './words.js';
import '../audits/audits.scss';

/** @typedef {import('./api.js').QueueItem} QueueItem */

export function QueueList() {
  const session = useSession();
  return (
    <>
      <BackLink to="/moderations">Moderations</BackLink>
      <PageHeading title="Moderation queue" />
      {may(session, 'moderations:read') ? <Queue /> : <Forbidden />}
    </>
  );
}

function Queue() {
  const session = useSession();
  const navigate = useNavigate();
  const { filters, setFilters, onClear } = useFilters({ is_overdue: '' });
  const [params] = useSearchParams();
  const queue = useQuery(queueQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  const standing = useQuery(standingQuery());
  const taking = useAction(takeModeration, {
    refreshes: ['moderations', 'audits'],
    onDone: (moderation) => void navigate(`/moderations/${moderation.id}`),
  });
  const mayTake = may(session, 'moderations:complete');
  const mayAllocate = may(session, 'moderations:allocate');
  const now = standing.data;
  return (
    <>
      <p className="govuk-body qa-lede">
        Rules choose which audits are moderated when they are submitted: every one with the lowest grade, a random
        share, new auditors’ first ones, and those whose overall grade lies far from its answers.
      </p>
      {now && now.waiting_late > 0 && (
        <Notice look="warning">
          Of {counted(now.waiting, 'audit')} that {now.waiting === 1 ? 'waits' : 'wait'}, {now.waiting_late}{' '}
          {now.waiting_late === 1 ? 'is' : 'are'} late.
        </Notice>
      )}
      {taking.problem && <ProblemNotice error={taking.problem} />}
      <FilterBar label="Narrow the queue" onClear={onClear}>
        <Checkbox
          label="Only late ones"
          pointer="?is_overdue"
          isChecked={filters.is_overdue === 'true'}
          onChange={(isChecked) => setFilters({ is_overdue: isChecked ? 'true' : '' })}
        />
      </FilterBar>
      <Loaded query={queue} loading="Loading the queue…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Audits that wait for a moderator"
                isCaptionHidden
                rows={page.items}
                rowKey={(item) => item.audit_id}
                columns={[
                  { key: 'reference', title: 'Audit', isHeader: true, cell: referenceCell },
                  { key: 'kind', title: 'Kind', cell: (item) => kindWords(item.kind) },
                  { key: 'unit', title: 'Team', cell: (item) => item.unit_name ?? 'No team' },
                  { key: 'auditor', title: 'Auditor', cell: (item) => item.auditor_name },
                  { key: 'why', title: 'Why', cell: whyCell },
                  { key: 'due', title: 'Due', cell: dueCell },
                  ...(mayTake || mayAllocate
                    ? [
                        {
                          key: 'do',
                          title: 'To do',
                          isScreenOnly: true,
                          cell: (/** @type {QueueItem} */ item) => (
                            <span className="qa-buttons qa-no-print">
                              {mayTake && (
                                <Button
                                  look="secondary"
                                  isBusy={taking.isBusy}
                                  onClick={() => taking.run(item.audit_id)}
                                >
                                  Take it
                                  <span className="govuk-visually-hidden"> {item.audit_reference}</span>
                                </Button>
                              )}
                              {mayAllocate && (
                                <Link className="govuk-link" to={`/moderations/new?audit_id=${item.audit_id}`}>
                                  Allocate
                                  <span className="govuk-visually-hidden"> {item.audit_reference}</span>
                                </Link>
                              )}
                            </span>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
              <Pager next={page.next_cursor} what="audits" />
            </>
          ) : (
            <Empty title={filters.is_overdue ? 'None of them is late' : 'No audit waits for a moderator'}>
              When an audit is submitted and the rules choose it, it stands here.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}

/** @param {QueueItem} item */
const referenceCell = (item) => (
  <Link className="govuk-link qa-ref" to={`/audits/${item.audit_id}`}>
    {item.audit_reference}
  </Link>
);

/** @param {QueueItem} item */
const whyCell = ({ rules }) =>
  rules ? rules.map((rule) => ruleWords[rule] ?? rule).join('; ') : 'Shown once you have graded';

/** @param {QueueItem} item */
const dueCell = ({ due_on, is_overdue, days_late }) => (
  <span>
    <span className="qa-ref">{shortDayOf(due_on)}</span>{' '}
    {is_overdue ? <span className="qa-late">{lateWords(days_late)}</span> : dueIn(due_on)}
  </span>
);
