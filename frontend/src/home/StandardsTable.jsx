/** Standard by standard: what voice, numbers and practice say, on how much they rest, and where nothing is known. */
import { Link } from 'react-router';
import { figure } from '../kernel/charts/figures.js';
import { Table } from '../kernel/ui/Table.jsx';

/** What a cell's value says and what its n counts; the figures of the numbers side differ, so each brings its title.
 * @param {import('./api.js').Cell} cell @param {'voice'|'numbers'|'practice'} side */
function cellWords(cell, side) {
  const n = cell.n?.toLocaleString('en-GB');
  if (side === 'voice') return { says: 'agree', rests: n && `${n} answers` };
  if (side === 'practice') return { says: 'good or better', rests: n && `${n} judgements` };
  const direction = cell.polarity === 'low' ? ', lower is better' : '';
  return { says: `${cell.title ?? ''}${direction}`, rests: n && `of ${n}` };
}

/** @param {{ cell: import('./api.js').Cell, side: 'voice'|'numbers'|'practice' }} props */
export function TriangleCell({ cell, side }) {
  if (cell.status === 'suppressed') return <span className="qa-unknown">Hidden: too few to show</span>;
  if (cell.value === null) return <span className="qa-unknown">Nothing known yet</span>;
  const { says, rests } = cellWords(cell, side);
  return (
    <>
      <strong>{figure(cell.value, { unit: cell.unit ?? '' })}</strong> {says}
      {rests && <span className="qa-n"> ({rests})</span>}
    </>
  );
}

/** @param {{ triangle: import('./api.js').Triangle }} props */
export function StandardsTable({ triangle }) {
  const rows = triangle.standards;
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
          cell: (row) => <TriangleCell cell={row.voice} side="voice" />,
        },
        {
          key: 'numbers',
          title: 'Numbers',
          cell: (row) => <TriangleCell cell={row.numbers} side="numbers" />,
        },
        {
          key: 'practice',
          title: 'Practice',
          cell: (row) => <TriangleCell cell={row.practice} side="practice" />,
        },
        { key: 'message', title: 'What it says', cell: (row) => row.message },
      ]}
    />
  );
}
