/** Whole numbers as they are read: 12,345 rows. */

/** @param {number} n */
export const numberOf = (n) => n.toLocaleString('en-GB');

/** "1 row", "12,345 rows". @param {number} n @param {string} one @param {string} [many] */
export const counted = (n, one, many = `${one}s`) => `${numberOf(n)} ${n === 1 ? one : many}`;

/** A part of a whole, "12%"; "<1%" rather than nought where there is some.
 * @param {number|null} share from 0 to 1; null where there is no whole */
export function shareOf(share) {
  if (share === null) return '–';
  return share > 0 && share < 0.01 ? '<1%' : `${Math.round(100 * share)}%`;
}

const units = ['', 'kB', 'MB', 'GB'];

/** "12 kB", "3.4 MB". @param {number} bytes */
export function sizeOf(bytes) {
  if (bytes < 1000) return counted(bytes, 'byte');
  const step = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[step]}`;
}
