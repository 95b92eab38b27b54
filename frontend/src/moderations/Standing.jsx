/** On the first page: how moderation stands, and how much of it is late. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { standingQuery } from './api.js';
import { lateWords } from './words.js';

export function Standing() {
  const session = useSession();
  const isWorker = may(session, 'moderations:allocate') || may(session, 'moderations:complete');
  const standing = useQuery({ ...standingQuery(), enabled: isWorker });
  const now = standing.data;
  if (!now || !(now.waiting + now.in_hand)) return null;
  return (
    <section aria-labelledby="moderation-standing">
      <h2 className="govuk-heading-m" id="moderation-standing">
        Moderation
      </h2>
      <p className="govuk-body">
        <Link className="govuk-link" to="/moderation-queue">
          {now.waiting} {now.waiting === 1 ? 'audit waits' : 'audits wait'} for a moderator
        </Link>
        {now.waiting_late > 0 && <span className="qa-late">, {now.waiting_late} late</span>};{' '}
        <Link className="govuk-link" to="/moderations">
          {now.in_hand} in hand
        </Link>
        {now.in_hand_late > 0 && <span className="qa-late">, {now.in_hand_late} late</span>}.
        {now.days_late > 0 && ` The longest is ${lateWords(now.days_late)}.`}
      </p>
    </section>
  );
}
