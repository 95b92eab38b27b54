/** Calibrations in words: where one stands, and how grades spread. */

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const calibrationStates = {
  planned: { text: 'Planned', colour: 'yellow' },
  open: { text: 'Open', colour: 'light-blue' },
  closed: { text: 'Closed', colour: 'green' },
};

export const calibrationStateOptions = Object.entries(calibrationStates).map(([value, { text }]) => ({ value, text }));

/** What is still asked of this person. @param {import('./api.js').CalibrationListed} calibration */
export function mineWords({ is_mine, has_graded, state }) {
  if (!is_mine) return '–';
  if (has_graded) return 'Handed in';
  return state === 'open' ? 'To grade' : state === 'planned' ? 'Invited' : 'Not handed in';
}

/** "5 good, 2 requires improvement". @param {import('./api.js').SpreadRead} result */
export function spreadWords({ counts, not_applicable }) {
  const given = counts.filter(({ count }) => count).map(({ count, label }) => `${count} ${label.toLowerCase()}`);
  if (not_applicable) given.push(`${not_applicable} not applicable`);
  return given.join(', ') || 'Nobody graded it';
}

/** How far apart people were, in words. @param {number|null} farthest */
export function farWords(farthest) {
  if (farthest === null) return 'Too few grades to compare';
  if (farthest === 0) return 'All the same';
  return farthest === 1 ? 'At most one grade apart' : `Up to ${farthest} grades apart`;
}
