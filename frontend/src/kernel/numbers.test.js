/** Numbers read as people write them. */
import { expect, it } from 'vitest';
import { counted, numberOf, shareOf, sizeOf } from './numbers.js';

it('groups thousands and knows one from many', () => {
  expect(numberOf(1234567)).toBe('1,234,567');
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(0, 'row')).toBe('0 rows');
  expect(counted(12345, 'child', 'children')).toBe('12,345 children');
});

it('tells sizes in the unit that fits', () => {
  expect([0, 1, 999, 1000, 3_400_000, 12_600_000, 5e12].map(sizeOf)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '3.4 MB',
    '13 MB',
    '5,000 GB',
  ]);
});

it('never says nought where there is a little', () => {
  expect([null, 0, 0.001, 0.125, 1].map(shareOf)).toEqual(['–', '0%', '<1%', '13%', '100%']);
});
