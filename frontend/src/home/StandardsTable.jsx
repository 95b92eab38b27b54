/** Standard by standard: what voice, numbers and practice say, on how much they rest, whether it is changing, and where
 * nothing is known. */
import { Link } from 'react-router';
import { Variation } from '../kernel/charts/marks.jsx';
import { figure } from '../kernel/charts/figures.js';
import { Table } from '../kernel/ui/Table.jsx';
import './home.scss';

/** What a cell's value says and what its n counts; the figures of the numbers side differ, so each brings its title.
 * @param {import('./api.js').Cell} cell @param {'voice'|'numbers'|'practice'} side */
function cellWords(cell, side) {
  const n = cell.n?.toLocaleString('en-GB');
  if (side === 'voice') return { says: 'agree', rests: n && `${n} answers` };
  if (side === 'practice') return { says: 'good or better', rests: n && `${n} judgements` };
  const direction = cell.polarity === 'low' ? ', lower is better' : '';
  return { says: `${cell.title ?? ''}${direction}`, rests: n && `of ${n}` };
}

/** @typedef {import('../charts/api.js').ChartSummary} ChartSummary */

/** @param {{ cell: import('./api.js').Cell, side: 'voice'|'numbers'|'practice', chart?: ChartSummary, unitId: string }} props
 *  `chart`: of the indicator that is shown, for whether it is changing */
export function TriangleCell({ cell, side, chart, unitId }) {
  if (cell.status === 'suppressed') return <span className="qa-unknown">Hidden: too few to show</span>;
  if (cell.value === null) return <span className="qa-unknown">Nothing known yet</span>;
  const { says, rests } = cellWords(cell, side);
  return (
    <>
      <Link className="govuk-link" to={`/indicators/${cell.indicator}${unitId && `?unit_id=${unitId}`}`}>
        <strong>{figure(cell.value, { unit: cell.unit ?? '' })}</strong> {says}
      </Link>
      {rests && <span className="qa-n"> ({rests})</span>}
      {chart?.variation && (
        <span className="qa-n qa-cell__change">
          <Variation variation={chart.variation} words={chart.variation_words} />
        </span>
      )}
    </>
  );
}

/** @param {{ triangle: import('./api.js').Triangle, charts: ChartSummary[], unitId: string }} props */
export function StandardsTable({ triangle, charts, unitId }) {
  const rows = triangle.standards;
  const chartOf = new Map(charts.map((chart) => [chart.code, chart]));
  /** @param {import('./api.js').TriangleRow} row @param {'voice'|'numbers'|'practice'} side */
  const cell = (row, side) => (
    <TriangleCell cell={row[side]} side={side} chart={chartOf.get(row[side].indicator ?? '')} unitId={unitId} />
  );
  return (
    <div className="qa-standards">
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
          { key: 'voice', title: 'Voice', cell: (row) => cell(row, 'voice') },
          { key: 'numbers', title: 'Numbers', cell: (row) => cell(row, 'numbers') },
          { key: 'practice', title: 'Practice', cell: (row) => cell(row, 'practice') },
          { key: 'message', title: 'What it says', cell: (row) => row.message },
        ]}
      />
    </div>
  );
}
