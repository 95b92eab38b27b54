/** Figures of agreement in words: shares, shifts and coefficients with what chance leaves of them. */
import { today } from '../kernel/dates.js';

/** @typedef {import('./api.js').Estimate} Estimate */

const minus = (/** @type {string} */ text) => text.replace('-', '−');

/** "70%". @param {Estimate|null} share */
export const percent = (share) => (share ? `${Math.round(100 * share.value)}%` : '–');

/** "70% (48% to 85%)". @param {Estimate|null} share */
export const percentWithin = (share) =>
  share ? percent(share) + between(share, (end) => `${Math.round(100 * end)}%`) : 'Too few to say';

/** "0.25 grades lower (0.02 to 0.48)": a higher place on the scale is a lower grade. @param {Estimate|null} shift */
export function shiftWithin(shift) {
  if (!shift) return 'Too few to say';
  const way =
    Math.abs(shift.value) < 0.005
      ? 'the same'
      : `${Math.abs(shift.value).toFixed(2)} grades ${shift.value > 0 ? 'lower' : 'higher'}`;
  const sign = shift.value < 0 ? -1 : 1;
  const ends = sign > 0 ? shift : { ...shift, lower: negated(shift.upper), upper: negated(shift.lower) };
  return way + between(ends, (end) => minus(end.toFixed(2)));
}

const negated = (/** @type {number|null} */ end) => (end === null ? null : -end);

/** "0.61 (0.42 to 0.77), moderate". @param {import('./api.js').Coefficient|null} coefficient */
export function coefficientWithin(coefficient) {
  if (!coefficient) return 'None';
  const figure = minus(coefficient.value.toFixed(2)) + between(coefficient, (end) => minus(end.toFixed(2)));
  return coefficient.words ? `${figure}, ${coefficient.words}` : figure;
}

/** @param {{ lower: number|null, upper: number|null }} estimate @param {(end: number) => string} words */
const between = ({ lower, upper }, words) =>
  lower === null || upper === null ? '' : ` (${words(lower)} to ${words(upper)})`;

/** What a second grade made of a first, by their places on the scale, the best first. @param {number} first @param {number} second */
export const movedWords = (first, second) => (second > first ? 'lowered' : second < first ? 'raised' : 'agreed');

export const periods = [
  { value: '3', text: 'Last 3 months' },
  { value: '', text: 'Last 12 months' },
  { value: '36', text: 'Last 3 years' },
];

/** The first day of a period of whole months that ends with this one; none for the usual twelve. @param {string} months */
export function firstDay(months) {
  const wanted = Number(months);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 600) return '';
  const [year = 0, month = 1] = today().split('-').map(Number);
  const first = new Date(Date.UTC(year, month - wanted, 1));
  return first.toISOString().slice(0, 10);
}

/** @param {{ number: number|null, set_code?: string|null, text: string }} standard */
export const standardName = ({ number, text }) => (number === null ? text : `Standard ${number}`);
