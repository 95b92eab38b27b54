/** Dates read as GOV.UK writes them, whatever the time zone of the computer. */
import { expect, it } from 'vitest';
import { dayOf, daysBetween, dueIn, momentOf, monthOf, periodOf, shortDayOf, shortMomentOf, timeOf } from './dates.js';

it('writes days, months and moments in words', () => {
  expect(dayOf('2026-11-03')).toBe('3 November 2026');
  expect(shortDayOf('2026-09-03')).toBe('3 Sep 2026');
  expect(monthOf('2019-04')).toBe('April 2019');
  expect(momentOf('2026-11-03T10:42:00Z')).toBe('3 November 2026 at 10:42am');
  expect(shortMomentOf('2026-11-03T10:42:00Z')).toBe('3 Nov 2026, 10:42am');
  expect(shortMomentOf(null)).toBe('–');
  expect(momentOf('2026-07-03T10:42:00Z')).toBe('3 July 2026 at 11:42am');
});

it('says midday and midnight, and what is not known', () => {
  expect(timeOf('2026-11-03T12:00:00Z')).toBe('midday');
  expect(timeOf('2026-11-03T00:00:00Z')).toBe('midnight');
  expect(timeOf('2026-11-03T12:30:00Z')).toBe('12:30pm');
  expect(dayOf(null)).toBe('Not known');
});

it('counts days across the change of the clocks', () => {
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(dueIn('2026-11-03', '2026-11-03')).toBe('Due today');
  expect(dueIn('2026-11-04', '2026-11-03')).toBe('Due in 1 day');
  expect(dueIn('2026-10-22', '2026-11-03')).toBe('12 days overdue');
});

it('names a period by its first day, as the API does', () => {
  expect(periodOf('2026-09-01', 'month')).toBe('Sep 2026');
  expect(periodOf('2026-07-01', 'quarter')).toBe('Jul to Sep 2026');
  expect(periodOf('2025-04-01', 'year')).toBe('Apr 2025 to Mar 2026');
});
