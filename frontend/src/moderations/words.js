/** Second readings in words: their state, what became of a grade, how good the audit was. */

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const moderationStates = {
  allocated: { text: 'To be graded', colour: 'yellow' },
  revealed: { text: 'To be agreed', colour: 'light-blue' },
  graded: { text: 'To be completed', colour: 'light-blue' },
  completed: { text: 'Completed', colour: 'green' },
  returned: { text: 'Sent back', colour: 'orange' },
};

export const moderationStateOptions = Object.entries(moderationStates).map(([value, { text }]) => ({ value, text }));

export const qualities = [
  { value: 'high', text: 'High', hint: 'Evidence, analysis and grades hang together.' },
  { value: 'adequate', text: 'Adequate', hint: 'Sound overall, with something to strengthen.' },
  { value: 'poor', text: 'Poor', hint: 'The evidence does not carry the grades.' },
];

/** What makes an audit good, each with what it asks.
 * @type {{ key: 'evidence'|'childs_voice'|'analysis'|'actions', text: string, hint: string }[]} */
export const aspects = [
  { key: 'evidence', text: 'Evidence', hint: 'Each grade names what was read, so that anybody can look again.' },
  { key: 'childs_voice', text: 'The child’s voice', hint: 'What the child said is there, and what it changed.' },
  { key: 'analysis', text: 'Analysis', hint: 'It weighs why things went as they did, and what difference it made.' },
  { key: 'actions', text: 'Actions', hint: 'Specific, with an owner, a day, and a way to tell that they worked.' },
];

/** @type {Record<string, string>} */
export const ruleWords = {
  inadequate: 'Lowest grade',
  returned: 'Sent back before',
  new_auditor: 'New auditor',
  outlier: 'Overall grade far from its answers',
  direction: 'Auditor often moved one way',
  random: 'Drawn at random',
};

/** "3 working days late". @param {number} days */
export const lateWords = (days) => `${days} working ${days === 1 ? 'day' : 'days'} late`;

/** @param {string|null} quality */
export const qualityWords = (quality) => qualities.find(({ value }) => value === quality)?.text ?? 'Not said';

/** "1 raised, 2 lowered, 43 agreed". @param {{ outcome: string }[]} judgements */
export function sumWords(judgements) {
  /** @param {string} outcome */
  const count = (outcome) => judgements.filter((judgement) => judgement.outcome === outcome).length;
  return `${count('raised')} raised, ${count('lowered')} lowered, ${count('agreed')} agreed`;
}
