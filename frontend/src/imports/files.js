/** Files by their names: what they hold, and how they say so to the API. */

/** @type {Record<string, string>} */
const types = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  json: 'application/json',
  xml: 'application/xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The headers that say what a file is. @param {string} fileName @returns {Record<string, string>} */
export function headersFor(fileName) {
  const [, , ending = '', zipped] = /^(.*?)\.([a-z]+)(\.gz)?$/i.exec(fileName) ?? [];
  const type = types[ending.toLowerCase()] ?? 'application/octet-stream';
  return { 'Content-Type': type, ...(zipped && { 'Content-Encoding': 'gzip' }) };
}

/** The table that a file is named after, and the name under which it goes up: "ssd_cp_visits_2.csv.gz" is the second
 * part of cp_visits. Null when it is no table that is known.
 * @param {string} fileName @param {string[]} tables @returns {{ table: string, name: string }|null} */
export function readName(fileName, tables) {
  const stem = fileName
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replace(/\.[a-z]+$/, '')
    .replace(/^ssd_/, '');
  if (tables.includes(stem)) return { table: stem, name: stem };
  const [, table = '', part] = /^(.+?)[-_. ]*(?:part)?[-_ ]*(\d+)$/.exec(stem) ?? [];
  return tables.includes(table) ? { table, name: `${table}.part${Number(part)}` } : null;
}

/** A table chosen for a file by hand: a further file of the same table is its next part.
 * @param {string} table @param {(string|null)[]} taken names that other files go up under */
export function partName(table, taken) {
  let name = table;
  for (let part = 2; taken.includes(name); part += 1) name = `${table}.part${part}`;
  return name;
}

/** A name for a return's file that may stand in an address. @param {string} fileName */
export const safeName = (fileName) =>
  fileName
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9 ._()&'-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(-100) || 'file';
