/** Records as the case system sent them, in words. */
import { shortDayOf } from '../kernel/dates.js';

/** @typedef {import('./api.js').ChildRecord} ChildRecord */
/** @typedef {ChildRecord['fields'][number]['value']} Value */

const day = /^\d{4}-\d{2}-\d{2}$/;

/** A value as people read it. @param {NonNullable<Value>} value */
export function valueWords(value) {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.join(', ') || 'None';
  return day.test(String(value)) ? shortDayOf(String(value)) : String(value);
}

/** What was said, and the labels of what was not: silence is not a no. @param {ChildRecord['fields']} fields */
export function saidIn(fields) {
  const said = fields.flatMap(({ name, label, value }) =>
    value === null ? [] : [{ name, label, text: valueWords(value) }],
  );
  return { said, unsaid: fields.filter(({ value }) => value === null).map(({ label }) => label) };
}
