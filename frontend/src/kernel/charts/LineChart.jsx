/** A run chart: values over time, the band in which chance alone could have put each of them, and the target. */
import { scaleLinear } from 'd3-scale';
import { Chart } from './Chart.jsx';
import { figure, outOf } from './figures.js';
import { useNarrow } from './useNarrow.js';

/** @typedef {{ label: string, value: number|null, value_status: string, numerator: number|null, denominator: number|null, lower: number|null, upper: number|null }} Point */

const height = 360;
const margin = { top: 20, bottom: 40, left: 56 };
const bottom = height - margin.bottom;
const atDesk = { width: 960, right: 856, labels: 8 };
const onPhone = { width: 440, right: 428, labels: 2 };

/** The extent of everything drawn, with a little air, and never beyond what the unit allows.
 * @param {Point[]} points @param {number|null} target @param {string} unit @returns {[number, number]} */
export function extentOf(points, target, unit) {
  const all = points.flatMap((p) => (p.value === null ? [] : [p.value, p.lower ?? p.value, p.upper ?? p.value]));
  if (target !== null) all.push(target);
  if (!all.length) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  const ceiling = unit === '%' ? 100 : Infinity;
  return [Math.max(0, low - air), Math.min(ceiling, high + air)];
}

/** Runs of neighbouring points that have a value: the line breaks where nothing is known.
 * @param {Point[]} points @returns {{ i: number, point: Point & { value: number } }[][]} */
export function runsOf(points) {
  /** @type {{ i: number, point: Point & { value: number } }[][]} */
  const runs = [];
  points.forEach((point, i) => {
    if (point.value === null) return;
    const known = { i, point: /** @type {Point & { value: number }} */ (point) };
    if (i > 0 && points[i - 1]?.value !== null && points[i - 1]) runs.at(-1)?.push(known);
    else runs.push([known]);
  });
  return runs;
}

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string} props.unit "%" or a plural noun
 * @param {number|null} [props.decimals]
 * @param {Point[]} props.points
 * @param {number|null} props.target
 */
export function LineChart({ title, sentence, unit, decimals = 0, points, target }) {
  const isNarrow = useNarrow();
  const { width, right, labels } = isNarrow ? onPhone : atDesk;
  const x = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([margin.left + 12, right - 12]);
  const y = scaleLinear()
    .domain(extentOf(points, target, unit))
    .nice(5)
    .range([bottom, margin.top]);
  if (unit === '%' && (y.domain()[1] ?? 0) > 100) y.domain([y.domain()[0] ?? 0, 100]);
  const every = Math.ceil(points.length / labels);
  const runs = runsOf(points);
  /** @param {Point} p */
  const words = (p) => figure(p.value, { unit, decimals, status: p.value_status });
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={['Period', 'Value', 'Out of', 'Could be chance between']}
      rows={points.map((p) => [
        p.label,
        words(p),
        outOf(p.numerator, p.denominator),
        p.lower === null || p.upper === null
          ? '–'
          : `${figure(p.lower, { unit, decimals })} and ${figure(p.upper, { unit, decimals })}`,
      ])}
    >
      {(describedBy) => (
        <svg
          className="qa-drawing qa-drawing--wide"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Run chart: ${title}`}
          aria-describedby={describedBy}
        >
          {y.ticks(5).map((tick) => (
            <g key={tick}>
              <line className="qa-axis" x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} />
              <text x={margin.left - 8} y={y(tick) + 5} textAnchor="end">
                {figure(tick, { unit, decimals: Number.isInteger(tick) ? 0 : 1 })}
              </text>
            </g>
          ))}
          {points.map((p, i) =>
            (points.length - 1 - i) % every === 0 ? (
              <text
                key={p.label}
                x={x(i)}
                y={height - 14}
                textAnchor={isNarrow && i === points.length - 1 ? 'end' : 'middle'}
              >
                {p.label}
              </text>
            ) : null,
          )}
          {runs.map((run) => {
            const above = run.map(({ i, point }) => `${x(i)},${y(point.upper ?? point.value)}`);
            const below = run.map(({ i, point }) => `${x(i)},${y(point.lower ?? point.value)}`).reverse();
            return <path key={run[0]?.i} className="qa-band" d={`M${[...above, ...below].join('L')}Z`} />;
          })}
          {target !== null && (
            <>
              <line className="qa-target" x1={margin.left} x2={right} y1={y(target)} y2={y(target)} />
              <text
                className="qa-target-label"
                x={isNarrow ? right : right + 6}
                y={y(target) + (isNarrow ? -6 : 5)}
                textAnchor={isNarrow ? 'end' : 'start'}
              >
                Target {figure(target, { unit, decimals: 0 })}
              </text>
            </>
          )}
          {runs.map((run) => (
            <path
              key={run[0]?.i}
              className="qa-line"
              d={`M${run.map(({ i, point }) => `${x(i)},${y(point.value)}`).join('L')}`}
            />
          ))}
          {runs.flat().map(({ i, point }) => (
            <circle key={i} className="qa-point" cx={x(i)} cy={y(point.value)} r={5}>
              <title>{`${point.label}: ${words(point)}, ${outOf(point.numerator, point.denominator)}`}</title>
            </circle>
          ))}
        </svg>
      )}
    </Chart>
  );
}
