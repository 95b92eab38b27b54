/** Exemplars in words: their state, and what they are about. */

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const exemplarStates = {
  draft: { text: 'Draft', colour: 'yellow' },
  published: { text: 'Published', colour: 'blue' },
  retired: { text: 'Retired', colour: 'grey' },
};

export const exemplarStateOptions = Object.entries(exemplarStates).map(([value, { text }]) => ({ value, text }));

/** @param {{ standard_number: number, criterion_code: string|null }} exemplar */
export const aboutWords = ({ standard_number, criterion_code }) =>
  criterion_code ? `Criterion ${criterion_code}` : `Standard ${standard_number}`;
