/** How often each theme was a strength and how often an area for improvement: two bars a theme, apart. */
import { Chart } from '../kernel/charts/Chart.jsx';
import { Legend, square } from '../kernel/charts/Legend.jsx';
import { useNarrow } from '../kernel/charts/useNarrow.js';

const bar = 14;

/** Where a theme's name stands, and its bars begin: beside them, or above them where the screen is narrow.
 * @typedef {{ width: number, left: number, top: number, step: number, name: { x: number, y: number, textAnchor: 'start'|'end' } }} Place
 */

/** @type {Place} */
const beside = { width: 680, left: 320, top: 0, step: 44, name: { x: 312, y: bar + 5, textAnchor: 'end' } };
/** @type {Place} */
const above = { width: 360, left: 0, top: 22, step: 66, name: { x: 0, y: 14, textAnchor: 'start' } };

/** @param {{ themes: import('./api.js').Themes }} props */
export function ThemeBars({ themes }) {
  const rows = themes.themes;
  const { width, left, top, step, name: place } = useNarrow() ? above : beside;
  const most = Math.max(1, ...rows.flatMap(({ strengths, improvements }) => [strengths, improvements]));
  const scale = (width - left - 40) / most;
  return (
    <Chart
      title="Themes of final audits"
      sentence={themes.sentence}
      columns={['Theme', 'Strengths', 'Areas for improvement', 'Of high severity', 'Without an action']}
      rows={rows.map((one) => [one.title, one.strengths, one.improvements, one.high, one.without_action])}
    >
      {(describedBy) => (
        <>
          <Legend
            marks={[
              { mark: square('qa-bar-strength'), text: 'Strengths' },
              { mark: square('qa-bar-improvement'), text: 'Areas for improvement' },
            ]}
          />
          <svg
            className="qa-drawing qa-drawing--funnel"
            viewBox={`0 0 ${width} ${rows.length * step}`}
            role="img"
            aria-label="Bars: strengths and areas for improvement by theme"
            aria-describedby={describedBy}
          >
            {rows.map((row, r) => (
              <g key={row.theme} transform={`translate(0 ${r * step})`}>
                <text {...place}>{row.title}</text>
                {[
                  { name: 'strength', n: row.strengths },
                  { name: 'improvement', n: row.improvements },
                ].map(({ name, n }, i) => (
                  <g key={name} transform={`translate(0 ${top + i * (bar + 2)})`}>
                    <rect className={`qa-bar-${name}`} x={left} width={Math.max(n ? 1 : 0, n * scale)} height={bar} />
                    <text x={left + n * scale + 6} y={bar - 2}>
                      {n}
                    </text>
                  </g>
                ))}
              </g>
            ))}
          </svg>
        </>
      )}
    </Chart>
  );
}
