/** How many of each grade, one bar a row, best grade first. */
import { Chart } from './Chart.jsx';
import { Legend, square } from './Legend.jsx';

const width = 560;
const bar = 26;
const step = 40;
const left = 150;

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string} props.what the column head of the rows, such as "Team"
 * @param {string[]} props.grades labels, best first, at most five
 * @param {{ label: string, counts: number[] }[]} props.rows
 */
export function GradeBars({ title, sentence, what, grades, rows }) {
  return (
    <Chart title={title} sentence={sentence} columns={[what, ...grades]} rows={rows.map((r) => [r.label, ...r.counts])}>
      {(describedBy) => (
        <>
          <Legend marks={grades.map((text, i) => ({ mark: square(`qa-grade-${i}`), text }))} />
          <svg
            className="qa-drawing"
            viewBox={`0 0 ${width} ${rows.length * step}`}
            role="img"
            aria-label={`Stacked bars: ${title}`}
            aria-describedby={describedBy}
          >
            {rows.map((row, r) => {
              const total = row.counts.reduce((sum, n) => sum + n, 0);
              const scale = total ? (width - left) / total : 0;
              return (
                <g key={row.label}>
                  <text x={left - 8} y={r * step + 19} textAnchor="end">
                    {row.label}
                  </text>
                  {row.counts.map((n, i) => {
                    const from = left + row.counts.slice(0, i).reduce((sum, m) => sum + m, 0) * scale;
                    if (!n) return null;
                    return (
                      <g key={grades[i]}>
                        <rect
                          className={`qa-grade-${i}`}
                          x={from}
                          y={r * step}
                          width={Math.max(1, n * scale - 2)}
                          height={bar}
                        />
                        {n * scale > 18 && (
                          <text
                            className={`qa-grade-text-${i}`}
                            x={from + (n * scale) / 2 - 1}
                            y={r * step + 19}
                            textAnchor="middle"
                          >
                            {n}
                          </text>
                        )}
                      </g>
                    );
                  })}
                </g>
              );
            })}
          </svg>
        </>
      )}
    </Chart>
  );
}
