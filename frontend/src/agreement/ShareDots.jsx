/** How much agrees, a row for each thing: a dot, and the line of what chance leaves. */
import { Chart } from '../kernel/charts/Chart.jsx';
import { useNarrow } from '../kernel/charts/useNarrow.js';
import { coefficientWithin, percentWithin } from './words.js';
import './agreement.scss';

const step = 32;

/** @typedef {import('./api.js').Figures & { label: string }} Row */

/** @param {{ title: string, sentence: string, what: string, rows: Row[] }} props */
export function ShareDots({ title, sentence, what, rows }) {
  const isNarrow = useNarrow();
  const { width, left } = isNarrow ? { width: 380, left: 160 } : { width: 860, left: 210 };
  const right = width - 24;
  /** @param {number} share */
  const x = (share) => left + share * (right - left);
  const bottom = rows.length * step + 4;
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={[what, 'Audits', 'Grades', 'Same grade', 'Within one grade', 'Alpha', 'AC1']}
      rows={rows.map((row) => [
        row.label,
        row.audits,
        row.n,
        `${row.exact} of ${row.n}${row.exact_share ? `: ${percentWithin(row.exact_share)}` : ''}`,
        percentWithin(row.within_one_share),
        row.is_technical ? '–' : coefficientWithin(row.alpha),
        row.is_technical ? '–' : coefficientWithin(row.ac1),
      ])}
    >
      {(describedBy) => (
        <svg
          className="qa-drawing qa-drawing--wide"
          viewBox={`0 0 ${width} ${bottom + 24}`}
          role="img"
          aria-label={`Dots with intervals: ${title}`}
          aria-describedby={describedBy}
        >
          {[0, 0.5, 1].map((tick) => (
            <g key={tick}>
              <line className="qa-axis" x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
              <text x={x(tick)} y={bottom + 18} textAnchor="middle">
                {100 * tick}%
              </text>
            </g>
          ))}
          {rows.map((row, i) => {
            const y = i * step + 18;
            const share = row.exact_share;
            return (
              <g key={row.label}>
                <text x={left - 10} y={y + 5} textAnchor="end">
                  {row.label}
                </text>
                {share ? (
                  <>
                    <line
                      className="qa-interval"
                      x1={x(share.lower ?? share.value)}
                      x2={x(share.upper ?? share.value)}
                      y1={y}
                      y2={y}
                    />
                    <circle className="qa-point" cx={x(share.value)} cy={y} r={6}>
                      <title>{`${row.label}: ${percentWithin(share)}`}</title>
                    </circle>
                  </>
                ) : (
                  <text x={left + 8} y={y + 5} className="qa-few">
                    {row.exact} of {row.n}: too few audits
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </Chart>
  );
}
