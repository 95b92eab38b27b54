/** The files that have come, and how each was read. */
import { useQuery } from '@tanstack/react-query';
import { numberOf, sizeOf } from '../kernel/numbers.js';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { tablesQuery } from './api.js';
import { ignoredWords, readAsWords, titleOf } from './words.js';

/** @param {{ files: ImportFile[], caption: string }} props */
export function FilesTable({ files, caption }) {
  const tables = useQuery(tablesQuery());
  if (!files.length) return <Empty title="No file has come" />;
  return (
    <Table
      caption={caption}
      rows={files}
      rowKey={(file) => file.name}
      columns={[
        { key: 'name', title: 'File', isHeader: true, cell: (file) => `${file.name} (${sizeOf(file.bytes_received)})` },
        {
          key: 'holds',
          title: 'Holds',
          cell: (file) =>
            file.is_ignored
              ? 'A table that is not kept'
              : Object.entries(file.entities)
                  .map(([entity, rows]) => `${titleOf(tables.data, entity)}: ${numberOf(rows)}`)
                  .join(', ') || 'Nothing',
        },
        { key: 'rows', title: 'Rows', isNumeric: true, cell: (file) => numberOf(file.rows) },
        { key: 'rejected', title: 'Rejected', isNumeric: true, cell: (file) => numberOf(file.rejected) },
        ...remarks.filter(({ isWorth }) => files.some(isWorth)),
      ]}
    />
  );
}

/** @typedef {import('./api.js').ImportFile} ImportFile */

/** What is said about files only where there is something to say of one. */
const remarks = [
  {
    key: 'ignored',
    title: 'Columns not kept',
    isWorth: (/** @type {ImportFile} */ file) => Object.keys(file.ignored_fields).length > 0,
    cell: (/** @type {ImportFile} */ file) => ignoredWords(file.ignored_fields),
  },
  {
    key: 'encoding',
    title: 'Letters read as',
    isWorth: (/** @type {ImportFile} */ file) => Object.keys(file.encodings).length > 0,
    cell: (/** @type {ImportFile} */ file) => readAsWords(file.encodings),
  },
];
