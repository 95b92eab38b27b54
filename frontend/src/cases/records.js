/** Records as the case system sent them, in words. */
import { shortDayOf } from '../kernel/dates.js';

/** @typedef {import('./api.js').ChildRecord} ChildRecord */
/** @typedef {ChildRecord['fields'][number]['value']} Value */

const day = /^\d{4}-\d{2}-\d{2}$/;
/** What the dataset writes in lower case is a word; a code has capitals or figures and stays as it was sent. */
const word = /^[a-z]+(_[a-z]+)*$/;

/** A value as people read it. @param {NonNullable<Value>} value */
export function valueWords(value) {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.join(', ') || 'None';
  const text = String(value);
  if (day.test(text)) return shortDayOf(text);
  return word.test(text) ? text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ') : text;
}

/** What was said, and the labels of what was not: silence is not a no. @param {ChildRecord['fields']} fields */
export function saidIn(fields) {
  const said = fields.flatMap(({ name, label, value }) =>
    value === null ? [] : [{ name, label, text: valueWords(value) }],
  );
  return { said, unsaid: fields.filter(({ value }) => value === null).map(({ label }) => label) };
}
