/** Standard by standard: what voice, numbers and practice say, on how much they rest, and where nothing is known. */
import { Link } from 'react-router';
import { figure } from '../kernel/charts/figures.js';
import { Table } from '../kernel/ui/Table.jsx';

/** What each side's n counts. */
const counted = { voice: 'answers', numbers: 'cases', practice: 'judgements' };

/** @param {{ cell: import('./api.js').Cell, side: keyof typeof counted }} props */
export function TriangleCell({ cell, side }) {
  if (cell.status === 'suppressed') return <span className="qa-unknown">Hidden: too few to show</span>;
  if (cell.value === null) return <span className="qa-unknown">Nothing known yet</span>;
  return (
    <>
      <strong>{figure(cell.value, { unit: '%' })}</strong>
      {cell.n !== null && (
        <span className="qa-n">
          {' '}
          {cell.n.toLocaleString('en-GB')} {counted[side]}
        </span>
      )}
    </>
  );
}

/** @param {{ rows: import('./api.js').TriangleRow[] }} props */
export function StandardsTable({ rows }) {
  return (
    <Table
      caption="What each side says, standard by standard"
      rows={rows}
      rowKey={(row) => String(row.number)}
      columns={[
        {
          key: 'standard',
          title: 'Standard',
          isHeader: true,
          cell: (row) => (
            <Link className="govuk-link" to={`/standards?standard=${row.number}`}>
              {row.number}. {row.text}
            </Link>
          ),
        },
        { key: 'voice', title: 'Voice', cell: (row) => <TriangleCell cell={row.voice} side="voice" /> },
        { key: 'numbers', title: 'Numbers', cell: (row) => <TriangleCell cell={row.numbers} side="numbers" /> },
        { key: 'practice', title: 'Practice', cell: (row) => <TriangleCell cell={row.practice} side="practice" /> },
        { key: 'message', title: 'What it says', cell: (row) => row.message },
      ]}
    />
  );
}
