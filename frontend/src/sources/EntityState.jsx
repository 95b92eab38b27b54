/** Whether a kind of record keeps coming: a shape to scan for, and the word. */
import { Tag } from '../kernel/ui/Tag.jsx';
import { entityStates } from './words.js';
import './sources.scss';

/** @param {{ state: string }} props */
export function EntityState({ state }) {
  const words = entityStates[state];
  if (!words) return state;
  return (
    <span className="qa-state">
      <span className="qa-state__glyph" aria-hidden="true">
        {words.glyph}
      </span>
      <Tag colour={words.colour}>{words.text}</Tag>
    </span>
  );
}
