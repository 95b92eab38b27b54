/** Standard by standard: what voice, numbers and practice say, on how much they rest, and where nothing is known. */
import { Link } from 'react-router';
import { figure } from '../kernel/charts/figures.js';
import { Table } from '../kernel/ui/Table.jsx';

/** @param {{ cell: import('./api.js').Cell, counted: string }} props `counted`: what the n counts, such as "audit judgements" */
export function TriangleCell({ cell, counted }) {
  if (cell.status === 'suppressed') return <span className="qa-unknown">Hidden: too few to show</span>;
  if (cell.value === null) return <span className="qa-unknown">Nothing known yet</span>;
  return (
    <>
      <strong>{figure(cell.value, { unit: cell.unit ?? '' })}</strong>
      {cell.title && ` ${cell.title}`}
      {cell.n !== null && (
        <span className="qa-n">
          {' '}
          ({cell.n.toLocaleString('en-GB')} {counted})
        </span>
      )}
    </>
  );
}

/** @param {{ triangle: import('./api.js').Triangle }} props */
export function StandardsTable({ triangle }) {
  const { standards: rows, corners } = triangle;
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
        {
          key: 'voice',
          title: 'Voice',
          cell: (row) => <TriangleCell cell={row.voice} counted={corners.voice.counted} />,
        },
        {
          key: 'numbers',
          title: 'Numbers',
          cell: (row) => <TriangleCell cell={row.numbers} counted={corners.numbers.counted} />,
        },
        {
          key: 'practice',
          title: 'Practice',
          cell: (row) => <TriangleCell cell={row.practice} counted={corners.practice.counted} />,
        },
        { key: 'message', title: 'What it says', cell: (row) => row.message },
      ]}
    />
  );
}
