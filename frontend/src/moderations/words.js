/** Second readings in words: their state, what became of a grade, how good the audit was. */

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const moderationStates = {
  allocated: { text: 'To be graded', colour: 'yellow' },
  graded: { text: 'To be completed', colour: 'light-blue' },
  completed: { text: 'Completed', colour: 'green' },
};

export const moderationStateOptions = Object.entries(moderationStates).map(([value, { text }]) => ({ value, text }));

export const qualities = [
  { value: 'high', text: 'High', hint: 'Evidence, analysis and grades hang together.' },
  { value: 'adequate', text: 'Adequate', hint: 'Sound overall, with something to strengthen.' },
  { value: 'poor', text: 'Poor', hint: 'The evidence does not carry the grades.' },
];

/** @param {string|null} quality */
export const qualityWords = (quality) => qualities.find(({ value }) => value === quality)?.text ?? 'Not said';

/** "1 raised, 2 lowered, 43 agreed". @param {{ outcome: string }[]} judgements */
export function sumWords(judgements) {
  /** @param {string} outcome */
  const count = (outcome) => judgements.filter((judgement) => judgement.outcome === outcome).length;
  return `${count('raised')} raised, ${count('lowered')} lowered, ${count('agreed')} agreed`;
}
