/** One decision, with the action or the round that came of it. */
import { Link, useNavigate } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { makeRound } from './api.js';

/** @param {{ decision: import('./api.js').Schemas['MeetingDecisionRead'], meetingId: string }} props */
export function Decision({ decision, meetingId }) {
  const session = useSession();
  const navigate = useNavigate();
  const round = useAction(() => makeRound(meetingId, decision.id), {
    refreshes: ['meetings', 'rounds'],
    onDone: ({ id }) => void navigate(`/rounds/${id}`),
  });
  return (
    <div className="qa-decision">
      <p className="govuk-body">
        <b>Decided:</b> <span className="qa-words-kept">{decision.words}</span>
      </p>
      {decision.action_id && (
        <p className="govuk-body">
          <Link className="govuk-link" to={`/actions/${decision.action_id}`}>
            Action
          </Link>{' '}
          for {decision.owner_name} by {dayOf(decision.due_on)}
        </p>
      )}
      {decision.kind === 'further_audits' && (
        <p className="govuk-body">
          {decision.audits_count} further audits with “{decision.tool_title}”
          {decision.round_id && (
            <>
              :{' '}
              <Link className="govuk-link" to={`/rounds/${decision.round_id}`}>
                the round made of them
              </Link>
            </>
          )}
        </p>
      )}
      {round.problem && <ProblemNotice error={round.problem} />}
      {decision.kind === 'further_audits' && !decision.round_id && may(session, 'rounds:manage') && (
        <div className="qa-no-print">
          <Button look="secondary" onClick={() => round.run()} isBusy={round.isBusy}>
            Make a round of them
          </Button>
        </div>
      )}
    </div>
  );
}
