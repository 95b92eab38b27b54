/** Whole numbers as they are read: 12,345 rows. */

/** @param {number} n */
export const numberOf = (n) => n.toLocaleString('en-GB');

/** "1 row", "12,345 rows". @param {number} n @param {string} one @param {string} [many] */
export const counted = (n, one, many = `${one}s`) => `${numberOf(n)} ${n === 1 ? one : many}`;

const units = ['bytes', 'kB', 'MB', 'GB'];

/** "12 kB", "3.4 MB". @param {number} bytes */
export function sizeOf(bytes) {
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 && step ? 1 : 0 })} ${units[step]}`;
}
