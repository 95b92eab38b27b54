/** Dates and times in the words of GOV.UK's style: 3 November 2026, 10:42am. */

const zone = 'Europe/London';
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: zone });
const clock = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone });
const iso = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone });

/** A day without a time means noon of that day, so that no time zone moves it. @param {string} value */
const instant = (value) => new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T12:00:00Z` : value);

/** @param {string|null|undefined} value "YYYY-MM-DD" or an instant @param {string} [otherwise] */
export const dayOf = (value, otherwise = 'Not known') => (value ? day.format(instant(value)) : otherwise);

/** For tables: 3 Nov 2026. @param {string|null|undefined} value @param {string} [otherwise] */
export const shortDayOf = (value, otherwise = '–') =>
  value ? shortDay.format(instant(value)).replace('Sept', 'Sep') : otherwise;

/** @param {string|null|undefined} value "YYYY-MM" @param {string} [otherwise] */
export const monthOf = (value, otherwise = 'Not known') =>
  value ? month.format(instant(`${value.slice(0, 7)}-15`)) : otherwise;

/** A period by its first day: Sep 2026, Jul to Sep 2026, Apr 2025 to Mar 2026. @param {string} start YYYY-MM-DD @param {string} kind */
export function periodOf(start, kind) {
  const year = Number(start.slice(0, 4));
  const first = shortDayOf(start).slice(2);
  if (kind === 'year') return `Apr ${year} to Mar ${year + 1}`;
  if (kind !== 'quarter') return first;
  const last = `${start.slice(0, 5)}${String(Number(start.slice(5, 7)) + 2).padStart(2, '0')}-01`;
  return `${first.slice(0, 3)} to ${shortDayOf(last).slice(2)}`;
}

/** 10:42am, midday, midnight. @param {string|Date} value */
export function timeOf(value) {
  // Some browsers write noon as 0:00 pm.
  const text = clock.format(new Date(value)).replace(/\s/g, '').toLowerCase().replace(/^0:/, '12:');
  return text === '12:00pm' ? 'midday' : text === '12:00am' ? 'midnight' : text;
}

/** 3 November 2026 at 10:42am. @param {string|null|undefined} value @param {string} [otherwise] */
export const momentOf = (value, otherwise = 'Not known') =>
  value ? `${day.format(new Date(value))} at ${timeOf(value)}` : otherwise;

/** For tables: 3 Nov 2026, 10:42am. @param {string|null|undefined} value @param {string} [otherwise] */
export const shortMomentOf = (value, otherwise = '–') => (value ? `${shortDayOf(value)}, ${timeOf(value)}` : otherwise);

/** Today as YYYY-MM-DD, in the council's time. */
export const today = () => iso.format(new Date());

/** Whole days from one day to another. @param {string} from @param {string} to */
export const daysBetween = (from, to) => Math.round((instant(to).getTime() - instant(from).getTime()) / 86_400_000);

/** "Due today", "Due in 3 days", "12 days overdue". @param {string} due YYYY-MM-DD @param {string} [now] */
export function dueIn(due, now = today()) {
  const days = daysBetween(now, due);
  if (days === 0) return 'Due today';
  const n = Math.abs(days);
  const span = `${n} ${n === 1 ? 'day' : 'days'}`;
  return days > 0 ? `Due in ${span}` : `${span} overdue`;
}
