/** Where an import stands, in a word or two. */
import { Tag } from '../kernel/ui/Tag.jsx';
import { importStates } from './words.js';

/** @param {{ state: string, isDryRun: boolean }} props */
export function ImportState({ state, isDryRun }) {
  const words = importStates[state];
  if (!words) return state;
  return <Tag colour={words.colour}>{isDryRun && state === 'completed' ? 'Checked' : words.text}</Tag>;
}
