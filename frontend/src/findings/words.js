/** The words of findings: their kinds and how much they weigh. */

/** @typedef {import('../kernel/ui/Tag.jsx').Colour} Colour */

/** @type {Record<string, { text: string, colour: Colour }>} */
export const severities = {
  high: { text: 'High', colour: 'red' },
  medium: { text: 'Medium', colour: 'orange' },
  low: { text: 'Low', colour: 'yellow' },
};
export const severityOptions = [
  { value: 'low', text: 'Low', hint: 'Better practice is possible; the child is well served.' },
  { value: 'medium', text: 'Medium', hint: 'The child gets less, or later, than they should.' },
  { value: 'high', text: 'High', hint: 'The child is harmed or at risk by it.' },
];

/** @type {Record<string, string>} */
export const kinds = { strength: 'Strength', improvement: 'Area for improvement' };
