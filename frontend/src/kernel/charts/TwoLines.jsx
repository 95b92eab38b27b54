/** The same periods counted in two ways, one line each, named at its end. */
import { scaleLinear } from 'd3-scale';
import { Chart } from './Chart.jsx';
import { Legend } from './Legend.jsx';
import { figure } from './figures.js';
import { apart, lineOf, tickDecimals } from './spc.js';
import { useNarrow } from './useNarrow.js';

/** @typedef {{ label: string, values: [number|null, number|null], words: [string, string] }} Pair */

const height = 320;
const margin = { top: 16, bottom: 40, left: 56 };
const atDesk = { width: 560, right: 420 };
const onPhone = { width: 440, right: 428 };

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string} props.unit "%" or a plural noun
 * @param {[string, string]} props.names of the two lines
 * @param {Pair[]} props.pairs `words` stand in its table, where there is no value too
 * @param {{ label: string, words: [string, string] }} [props.total] all of them together, the last row of the table
 */
export function TwoLines({ title, sentence, unit, names, pairs, total }) {
  const isNarrow = useNarrow();
  const { width, right } = isNarrow ? onPhone : atDesk;
  const known = pairs.flatMap(({ values }) => values.filter((value) => value !== null));
  const x = scaleLinear()
    .domain([0, Math.max(1, pairs.length - 1)])
    .range([margin.left + 12, right - 12]);
  const y = scaleLinear()
    .domain(known.length ? [Math.min(...known), Math.max(...known)] : [0, 1])
    .nice(5)
    .range([height - margin.bottom, margin.top]);
  const ticks = y.ticks(5);
  const every = isNarrow ? pairs.length - 1 : Math.ceil(pairs.length / 4);
  const lines = /** @type {const} */ ([0, 1]).map((which) => ({
    which,
    name: names[which],
    values: pairs.map(({ values }) => values[which]),
  }));
  const ends = lines.flatMap(({ which, name, values }) => {
    const last = values.findLast((value) => value !== null);
    return last === undefined || last === null ? [] : [{ which, name, at: y(last) + 5 }];
  });
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={['Period', ...names]}
      rows={[...pairs, ...(total ? [total] : [])].map(({ label, words }) => [label, ...words])}
    >
      {(describedBy) => (
        <>
          <svg
            className="qa-drawing qa-drawing--two"
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={`Two lines: ${title}`}
            aria-describedby={describedBy}
          >
            {ticks.map((tick) => (
              <g key={tick}>
                <line className="qa-axis" x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} />
                <text x={margin.left - 8} y={y(tick) + 5} textAnchor="end">
                  {figure(tick, { unit, decimals: tickDecimals(ticks) })}
                </text>
              </g>
            ))}
            {pairs.map(({ label }, i) =>
              (pairs.length - 1 - i) % every === 0 ? (
                <text key={label} x={x(i)} y={height - 14} textAnchor={isNarrow ? (i ? 'end' : 'start') : 'middle'}>
                  {label}
                </text>
              ) : null,
            )}
            {lines.map(({ which, values }) => (
              <g key={which} className={`qa-way qa-way--${which}`}>
                <path className="qa-line" d={lineOf(values, x, y)} />
                {values.map((value, i) =>
                  value === null ? null : which ? (
                    <path key={pairs[i]?.label} d={`M${x(i)},${y(value) - 7}l7,7l-7,7l-7,-7Z`} />
                  ) : (
                    <circle key={pairs[i]?.label} cx={x(i)} cy={y(value)} r="5" />
                  ),
                )}
              </g>
            ))}
            {!isNarrow &&
              apart(ends).map(({ which, name, at }) => (
                <text key={which} x={right + 6} y={at}>
                  {name}
                </text>
              ))}
          </svg>
          <Legend
            size={20}
            marks={lines.map(({ which, name }) => ({
              mark: which ? <path d="M10,3l7,7l-7,7l-7,-7Z" /> : <circle cx="10" cy="10" r="5" />,
              text: name,
              className: `qa-way qa-way--${which}`,
            }))}
          />
        </>
      )}
    </Chart>
  );
}
