/** Which way second grades lean, a row for each standard or kind of audit: raised to the left, lowered to the right of the middle. */
import { Chart } from '../kernel/charts/Chart.jsx';
import { useNarrow } from '../kernel/charts/useNarrow.js';
import { percent, shiftWithin } from './words.js';
import './agreement.scss';

const step = 38;
const bar = 22;
const head = 24;

/** @typedef {import('./api.js').Figures & { label: string }} Row */

/** @param {{ title: string, sentence: string, what: string, rows: Row[] }} props */
export function LeanBars({ title, sentence, what, rows }) {
  const isNarrow = useNarrow();
  const { width, left } = isNarrow ? { width: 380, left: 160 } : { width: 860, left: 210 };
  const middle = left + (width - left) / 2;
  const most = Math.max(0.1, ...rows.flatMap((row) => (row.n ? [row.worse / row.n, row.better / row.n] : [0])));
  const scale = ((width - left) / 2 - 44) / most;
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={[what, 'Grades', 'Raised', 'Agreed', 'Lowered', 'Mean shift']}
      rows={rows.map((row) => [row.label, row.n, row.better, row.same, row.worse, shiftWithin(row.mean_shift)])}
    >
      {(describedBy) => (
        <svg
          className="qa-drawing qa-drawing--wide"
          viewBox={`0 0 ${width} ${head + rows.length * step}`}
          role="img"
          aria-label={`Diverging bars: ${title}`}
          aria-describedby={describedBy}
        >
          <text x={middle - 8} y={15} textAnchor="end">
            ◀ raised
          </text>
          <text x={middle + 8} y={15}>
            lowered ▶
          </text>
          {rows.map((row, i) => {
            const y = head + i * step;
            const isShown = row.exact_share !== null;
            const better = row.n ? row.better / row.n : 0;
            const worse = row.n ? row.worse / row.n : 0;
            return (
              <g key={row.label}>
                <text x={left - 8} y={y + 17} textAnchor="end">
                  {row.label}
                </text>
                {isShown ? (
                  <>
                    <rect className="qa-raised" x={middle - better * scale} y={y} width={better * scale} height={bar} />
                    <rect className="qa-lowered" x={middle} y={y} width={worse * scale} height={bar} />
                    <text x={middle - better * scale - 6} y={y + 17} textAnchor="end">
                      {percent({ value: better, lower: null, upper: null })}
                    </text>
                    <text x={middle + worse * scale + 6} y={y + 17}>
                      {percent({ value: worse, lower: null, upper: null })}
                    </text>
                  </>
                ) : (
                  <text x={left + 8} y={y + 17} className="qa-few">
                    Too few audits ({row.audits})
                  </text>
                )}
              </g>
            );
          })}
          <line className="qa-middle" x1={middle} x2={middle} y1={head - 4} y2={head + rows.length * step} />
        </svg>
      )}
    </Chart>
  );
}
