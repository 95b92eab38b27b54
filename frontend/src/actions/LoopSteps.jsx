/** The loop of one action as four steps: set, done, verified by another, proven. The words carry it, the marks only help. */
import { shortDayOf } from '../kernel/dates.js';
import './actions.scss';

/** @param {{ action: { set_at: string, done_at: string|null, verified_at: string|null, proven_at: string|null, state: string } }} props */
export function LoopSteps({ action }) {
  const steps = [
    { title: 'Set', at: action.set_at, waits: '' },
    { title: 'Done', at: action.done_at, waits: action.state === 'reopened' ? 'Reopened' : 'Not yet' },
    { title: 'Verified by another', at: action.verified_at, waits: 'Not yet' },
    { title: 'Proven to have worked', at: action.proven_at, waits: 'Not yet' },
  ];
  return (
    <ol className="qa-loop" aria-label="How far this action has come">
      {steps.map(({ title, at, waits }) => (
        <li key={title} className={at ? 'qa-loop__step qa-loop__step--reached' : 'qa-loop__step'}>
          <b>{title}</b>
          <span>{at ? shortDayOf(at) : action.state === 'cancelled' ? 'Cancelled' : waits}</span>
        </li>
      ))}
    </ol>
  );
}
