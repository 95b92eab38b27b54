/** A version of the standards in words. */
import { dayOf } from '../kernel/dates.js';

/** @type {Record<string, { text: string, colour: 'blue'|'yellow'|'grey' }>} */
export const stateTags = {
  draft: { text: 'Draft', colour: 'yellow' },
  published: { text: 'In use', colour: 'blue' },
  superseded: { text: 'Replaced', colour: 'grey' },
};

/** @param {import('./api.js').VersionListed} version */
export function spanWords(version) {
  if (version.state === 'draft' || !version.effective_from) return 'Not in use yet';
  if (version.effective_to) return `${dayOf(version.effective_from)} to ${dayOf(version.effective_to)}`;
  return `From ${dayOf(version.effective_from)}`;
}
