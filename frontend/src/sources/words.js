/** Sources in words: whether an entity keeps coming, and by which way it came. */

/** The glyph helps the eye down a column; the word says it. @type {Record<string, { text: string, glyph: string, colour: import('../kernel/ui/Tag.jsx').Colour }>} */
export const entityStates = {
  current: { text: 'Up to date', glyph: '✓', colour: 'green' },
  late: { text: 'Late', glyph: '▲', colour: 'yellow' },
  stopped: { text: 'Stopped', glyph: '■', colour: 'red' },
  never: { text: 'Never sent', glyph: '–', colour: 'grey' },
};

/** @type {Record<string, string>} */
const channels = { push: 'Pushed', import: 'Files', compat: 'DfE sender' };

/** @param {string} channel */
export const channelWords = (channel) => channels[channel] ?? channel;

/** "Visits, Plans and 3 more". @param {string[]} titles @param {number} [most] */
export function listWords(titles, most = 4) {
  if (titles.length <= most) return titles.join(', ');
  return `${titles.slice(0, most).join(', ')} and ${titles.length - most} more`;
}
