/** Numbers in words: a value with its unit, how many it rests on, and why there is none. */

/** @type {Record<string, string>} */
const noValue = {
  suppressed: 'Hidden: too few to show',
  no_data: 'No data',
  not_applicable: 'Does not apply',
};

/** @param {number|string|null|undefined} value @param {{ unit: string, decimals?: number|null, status?: string|null }} how */
export function figure(value, { unit, decimals = 0, status }) {
  if (value === null || value === undefined) return noValue[status ?? ''] ?? 'No data';
  const text = Number(value).toLocaleString('en-GB', {
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? 0,
  });
  return unit === '%' ? `${text}%` : text;
}

/** "31 of 40"; of a rate "1,559 for 92".
 * @param {number|null|undefined} numerator @param {number|null|undefined} denominator @param {string} [unit] */
export const outOf = (numerator, denominator, unit = '%') =>
  numerator == null || denominator == null
    ? '–'
    : unit === '%'
      ? `${numerator} of ${denominator}`
      : `${numerator.toLocaleString('en-GB')} for ${denominator.toLocaleString('en-GB')}`;
