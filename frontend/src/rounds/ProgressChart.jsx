/** What was to be submitted by each day of a round, and what was: two lines from the API's points. */
import { scaleLinear } from 'd3-scale';
import { Chart } from '../kernel/charts/Chart.jsx';
import { useNarrow } from '../kernel/charts/useNarrow.js';
import { shortDayOf } from '../kernel/dates.js';

const height = 300;
const margin = { top: 24, bottom: 40, left: 44 };
const bottom = height - margin.bottom;

/** A line of steps through what is known. @param {[number, number][]} points */
const path = (points) => `M${points.map(([x, y]) => `${x},${y}`).join('L')}`;

/** @param {{ board: import('./api.js').Board }} props */
export function ProgressChart({ board }) {
  const isNarrow = useNarrow();
  const [width, right, labels] = isNarrow ? [440, 424, 2] : [960, 836, 6];
  const points = board.progress;
  const x = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([margin.left + 8, right - 8]);
  const y = scaleLinear()
    .domain([0, Math.max(1, board.total)])
    .nice(4)
    .range([bottom, margin.top]);
  const every = Math.ceil(points.length / labels);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const expected = points.map((p, i) => /** @type {[number, number]} */ ([x(i), y(p.expected)]));
  const submitted = points.flatMap((p, i) =>
    p.submitted === null ? [] : [/** @type {[number, number]} */ ([x(i), y(p.submitted)])],
  );
  const last = submitted.at(-1);
  return (
    <Chart
      title="Progress"
      sentence={board.sentence}
      columns={['Day', 'Expected', 'Submitted', 'Final']}
      rows={points.map((p) => [shortDayOf(p.on), p.expected, p.submitted ?? '–', p.final ?? '–'])}
    >
      {(describedBy) => (
        <svg
          className="qa-drawing qa-drawing--wide"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label="Line chart: audits expected and submitted, day by day"
          aria-describedby={describedBy}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="qa-axis" x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} />
              <text x={margin.left - 8} y={y(tick) + 5} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {points.map((p, i) =>
            i % every === 0 ? (
              <text key={p.on} x={x(i)} y={height - 14} textAnchor={i ? 'middle' : 'start'}>
                {shortDayOf(p.on).replace(/ \d{4}$/, '')}
              </text>
            ) : null,
          )}
          <path className="qa-target rounds-expected" d={path(expected)} />
          <text
            className="qa-target-label"
            x={isNarrow ? right : right + 6}
            y={y(board.total) + (isNarrow ? -8 : 5)}
            textAnchor={isNarrow ? 'end' : 'start'}
          >
            Expected
          </text>
          {submitted.length > 0 && <path className="qa-line" d={path(submitted)} />}
          {last && (
            <>
              <circle className="qa-point" cx={last[0]} cy={last[1]} r={6} />
              <text className="qa-label" x={Math.min(last[0] + 10, right - 84)} y={last[1] + 22}>
                Submitted
              </text>
            </>
          )}
        </svg>
      )}
    </Chart>
  );
}
