/** Values over time with the limits, signals, target and notes that the API worked out: it is drawn here, never computed. */
import { scaleLinear } from 'd3-scale';
import { Chart } from './Chart.jsx';
import { figure, outOf } from './figures.js';
import { Mark, MarkLegend } from './marks.jsx';
import { useNarrow } from './useNarrow.js';

/** @typedef {{ label: string, value: number|null, value_status: string, numerator: number|null, denominator: number|null, centre: number|null, lower_limit: number|null, upper_limit: number|null, target: number|null, meaning: string, signal_words: string }} SpcPoint */
/** @typedef {{ id: string, words: string, is_rebase: boolean, label: string|null }} SpcNote */

const height = 390;
const margin = { top: 48, bottom: 40, left: 56 };
const bottom = height - margin.bottom;
const atDesk = { width: 960, right: 812, labels: 8 };
const onPhone = { width: 440, right: 428, labels: 2 };

/** The extent of everything drawn, with a little air, and never beyond what the unit allows.
 * @param {SpcPoint[]} points @param {string} unit @returns {[number, number]} */
export function reachOf(points, unit) {
  const all = points
    .flatMap((p) => [p.value, p.lower_limit, p.upper_limit, p.centre, p.target])
    .filter((one) => one !== null);
  if (!all.length) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [Math.max(0, low - air), Math.min(unit === '%' ? 100 : Infinity, high + air)];
}

/** A line in steps, one tread a period, broken where it has no value.
 * @param {(number|null)[]} values @param {(i: number) => number} x @param {(value: number) => number} y */
export function stepsOf(values, x, y) {
  const half = (x(1) - x(0)) / 2;
  return values
    .map((value, i) => {
      if (value === null) return '';
      const before = values[i - 1];
      const begins = before === null || before === undefined;
      return `${begins ? 'M' : 'L'}${x(i) - half},${y(value)}L${x(i) + half},${y(value)}`;
    })
    .join('');
}

/** The line through the points, broken where nothing is known.
 * @param {(number|null)[]} values @param {(i: number) => number} x @param {(value: number) => number} y */
const lineOf = (values, x, y) =>
  values
    .map((value, i) => (value === null ? '' : `${i && values[i - 1] !== null ? 'L' : 'M'}${x(i)},${y(value)}`))
    .join('');

/** Labels at the right edge, kept 17 px apart. @param {{ text: string, at: number, className: string }[]} labels */
function apart(labels) {
  let last = -Infinity;
  return labels
    .toSorted((a, b) => a.at - b.at)
    .map((label) => {
      last = Math.max(label.at, last + 17);
      return { ...label, at: last };
    });
}

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string} props.kindWords such as "XmR chart"
 * @param {string} props.unit "%" or a plural noun
 * @param {number} [props.decimals]
 * @param {SpcPoint[]} props.points
 * @param {SpcNote[]} [props.notes]
 */
export function SpcChart({ title, sentence, kindWords, unit, decimals = 0, points, notes = [] }) {
  const isNarrow = useNarrow();
  const { width, right, labels } = isNarrow ? onPhone : atDesk;
  const x = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([margin.left + 12, right - 12]);
  const y = scaleLinear().domain(reachOf(points, unit)).nice(5).range([bottom, margin.top]);
  if (unit === '%' && (y.domain()[1] ?? 0) > 100) y.domain([y.domain()[0] ?? 0, 100]);
  y.clamp(true);
  const every = Math.ceil(points.length / labels);
  const show = (/** @type {number|null} */ value) => (value === null ? '–' : figure(value, { unit, decimals }));
  const words = (/** @type {SpcPoint} */ p) => figure(p.value, { unit, decimals, status: p.value_status });
  const last = points.at(-1);
  const edge = [
    { text: `Upper limit ${show(last?.upper_limit ?? null)}`, value: last?.upper_limit, className: '' },
    { text: `Target ${show(last?.target ?? null)}`, value: last?.target, className: 'qa-target-label' },
    {
      text: `${last?.upper_limit == null ? 'Median' : 'Average'} ${show(last?.centre ?? null)}`,
      value: last?.centre,
      className: '',
    },
    { text: `Lower limit ${show(last?.lower_limit ?? null)}`, value: last?.lower_limit, className: '' },
  ].flatMap((one) => (one.value == null ? [] : [{ ...one, at: y(one.value) + 5 }]));
  const placed = notes.flatMap((note) => {
    const i = points.findIndex((p) => p.label === note.label);
    return i < 0 ? [] : [{ note, i }];
  });
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={['Period', 'Value', 'Out of', 'Expected between', 'Target', 'What it says']}
      rows={points.map((p) => [
        p.label,
        words(p),
        outOf(p.numerator, p.denominator, unit),
        p.lower_limit === null
          ? '–'
          : `${show(Math.max(0, p.lower_limit))} and ${show(unit === '%' ? Math.min(100, p.upper_limit ?? 100) : p.upper_limit)}`,
        show(p.target),
        [p.value_status === 'provisional' ? 'Still running' : p.value === null ? '' : p.signal_words]
          .concat(placed.filter(({ note }) => note.label === p.label).map(({ note }) => note.words))
          .filter(Boolean)
          .join('; ') || '–',
      ])}
    >
      {(describedBy) => (
        <>
          <svg
            className="qa-drawing qa-drawing--wide"
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={`${kindWords[0]?.toUpperCase()}${kindWords.slice(1)}: ${title}`}
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
            {placed.map(({ note, i }, place) => {
              const isRight = x(i) > (margin.left + right) / 2;
              return (
                <g key={note.id}>
                  <line className="qa-note" x1={x(i)} x2={x(i)} y1={18 + (place % 2) * 18} y2={bottom} />
                  <text
                    className="qa-note-text"
                    x={x(i) + (isRight ? -5 : 5)}
                    y={16 + (place % 2) * 18}
                    textAnchor={isRight ? 'end' : 'start'}
                  >
                    {isNarrow ? `${place + 1}` : `${note.words}${note.is_rebase ? ' (worked out anew)' : ''}`}
                  </text>
                </g>
              );
            })}
            {
              /** @type {const} */ (['lower_limit', 'upper_limit']).map((end) => (
                <path
                  key={end}
                  className="qa-limit"
                  d={stepsOf(
                    points.map((p) => p[end]),
                    x,
                    y,
                  )}
                />
              ))
            }
            <path
              className="qa-centre"
              d={stepsOf(
                points.map((p) => p.centre),
                x,
                y,
              )}
            />
            <path
              className="qa-target qa-target--step"
              d={stepsOf(
                points.map((p) => p.target),
                x,
                y,
              )}
            />
            <path
              className="qa-line qa-line--thin"
              d={lineOf(
                points.map((p) => p.value),
                x,
                y,
              )}
            />
            {points.map((p, i) =>
              p.value === null ? null : (
                <Mark key={p.label} x={x(i)} y={y(p.value)} meaning={p.meaning}>
                  <title>{`${p.label}: ${words(p)}, ${outOf(p.numerator, p.denominator, unit)}. ${p.signal_words}`}</title>
                </Mark>
              ),
            )}
            {!isNarrow &&
              apart(edge).map(({ text, at, className }) => (
                <text key={text} className={className} x={right + 6} y={at}>
                  {text}
                </text>
              ))}
          </svg>
          <MarkLegend meanings={points.filter((p) => p.value !== null).map((p) => p.meaning)} />
          {isNarrow && placed.length > 0 && (
            <ol className="govuk-list govuk-list--number">
              {placed.map(({ note }) => (
                <li key={note.id}>
                  {note.label}: {note.words}
                  {note.is_rebase && ' (worked out anew)'}
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </Chart>
  );
}
