/** Imports in words: what the files are, what becomes of the rows, and where an import stands. */
import { counted } from '../kernel/numbers.js';

export const formats = [
  {
    value: 'ssd',
    text: 'Tables of the Standard Safeguarding Dataset',
    hint: 'A CSV or NDJSON file for each table, such as cp_visits.csv, with the dataset’s own column names.',
    files: 'One file for each table, named as the table is: cp_visits.csv, ssd_cp_visits.csv, cp_visits.ndjson.',
    accept: '.csv,.ndjson,.jsonl,.json,.gz',
  },
  {
    value: 'ssda903',
    text: 'SSDA903 return',
    hint: 'The CSV files on children in care that you make for the Department for Education. Several years may come together.',
    files:
      'The CSV files under any name: what each one is, is told from its columns. Put the year in each name, such as 2024-episodes.csv, where there are several.',
    accept: '.csv,.gz',
  },
  {
    value: 'cin_census',
    text: 'CIN census',
    hint: 'The XML file on children in need that you make for the Department for Education.',
    files: 'The XML file under any name.',
    accept: '.xml,.gz',
  },
  {
    value: 'annex_a',
    text: 'Annex A',
    hint: 'The Excel workbook of lists that you make for Ofsted.',
    files: 'The workbook (.xlsx) under any name.',
    accept: '.xlsx',
  },
];

/** @param {string} format */
export const formatOf = (format) => formats.find(({ value }) => value === format);

/** @param {string} format */
export const formatWords = (format) => formatOf(format)?.text ?? format;

export const modes = [
  {
    value: 'upsert',
    text: 'Add and change',
    hint: 'Rows in the files are added, or change what is stored. Nothing is removed. This is right for most files.',
  },
  {
    value: 'snapshot',
    text: 'Replace: the files hold everything',
    hint: 'Also removes, table by table, every row that this source sent before and that the files no longer hold. Where many rows would go, it waits until somebody confirms. Tables without a file stay as they are.',
  },
];

/** @param {string} mode */
export const modeWords = (mode) => modes.find(({ value }) => value === mode)?.text ?? mode;

export const storings = [
  { value: 'store', text: 'Bring them in' },
  {
    value: 'check',
    text: 'Only check them',
    hint: 'Tells what would be added, changed and rejected. Nothing is stored.',
  },
];

/** @type {Record<string, { text: string, colour: import('../kernel/ui/Tag.jsx').Colour }>} */
export const importStates = {
  open: { text: 'Waiting for files', colour: 'yellow' },
  queued: { text: 'Waiting to start', colour: 'light-blue' },
  processing: { text: 'Under way', colour: 'blue' },
  held: { text: 'Held: needs a decision', colour: 'orange' },
  completed: { text: 'Completed', colour: 'green' },
  failed: { text: 'Failed', colour: 'red' },
  aborted: { text: 'Stopped', colour: 'grey' },
};

export const importStateOptions = Object.entries(importStates).map(([value, { text }]) => ({ value, text }));

/** Whether it can still be given up: once the worker is at it, it is too late. @param {string} state */
export const mayStop = (state) => state === 'open' || state === 'queued' || state === 'held';

/** Whether the worker has it, so that it changes without anybody's doing. @param {string} state */
export const isAtWork = (state) => state === 'queued' || state === 'processing';

/** @param {string} state */
export const isUnderWay = (state) => isAtWork(state) || state === 'open' || state === 'held';

/** What may become of a row. Those of `isAlways` have a column in every outcome, the others where there are any.
 * @type {{ key: 'received'|'created'|'updated'|'unchanged'|'rekeyed'|'skipped_stale'|'duplicates'|'rejected'|'removed', title: string, isAlways?: true }[]} */
export const outcomes = [
  { key: 'received', title: 'Received', isAlways: true },
  { key: 'created', title: 'New', isAlways: true },
  { key: 'updated', title: 'Changed', isAlways: true },
  { key: 'unchanged', title: 'Unchanged', isAlways: true },
  { key: 'rekeyed', title: 'Under a new id' },
  { key: 'skipped_stale', title: 'Older than what is stored' },
  { key: 'duplicates', title: 'Repeated' },
  { key: 'rejected', title: 'Rejected', isAlways: true },
  { key: 'removed', title: 'Removed', isAlways: true },
];

/** A kind of record in words; by its plain name while the words are on their way.
 * @param {import('./api.js').Tables|undefined} tables @param {string} entity */
export const titleOf = (tables, entity) =>
  tables?.entities.find((one) => one.entity === entity)?.title ?? entity.replaceAll('_', ' ');

/** "3: pers_forename, pers_surname, pers_upn", of many the first. @param {Record<string, number>} fields */
export function ignoredWords(fields) {
  const names = Object.keys(fields);
  if (!names.length) return 'None';
  const rest = names.length > 6 ? ` and ${names.length - 6} more` : '';
  return `${names.length}: ${names.slice(0, 6).join(', ')}${rest}`;
}

/** How letters were read where they were not UTF-8. @param {Record<string, number>} encodings */
export const readAsWords = (encodings) =>
  Object.entries(encodings)
    .map(([name, lines]) => `${name} (${counted(lines, 'line')})`)
    .join(', ') || 'UTF-8';
