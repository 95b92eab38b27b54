/** The state of an action in words, and the day it is due. */
import { dueIn, shortDayOf } from '../kernel/dates.js';
import { Tag } from '../kernel/ui/Tag.jsx';
import { actionStates } from './words.js';

/** @param {{ action: { state: string, is_proven?: boolean } }} props */
export function ActionState({ action }) {
  if (action.is_proven) return <Tag colour="green">Proven</Tag>;
  const state = actionStates[action.state];
  return state ? <Tag colour={state.colour}>{state.text}</Tag> : action.state;
}

/** @param {{ action: { state: string, due_on: string, is_overdue: boolean, is_escalated?: boolean, times_moved?: number } }} props */
export function ActionDue({ action }) {
  return (
    <span>
      <span className="qa-ref">{shortDayOf(action.due_on)}</span>
      {(action.is_overdue || action.is_escalated) && (
        <span className="qa-late">
          {' '}
          {[action.is_overdue && dueIn(action.due_on), action.is_escalated && 'escalated'].filter(Boolean).join(', ')}
        </span>
      )}
      {Boolean(action.times_moved) && (
        <span> (moved{action.times_moved === 1 ? '' : ` ${action.times_moved} times`})</span>
      )}
    </span>
  );
}
