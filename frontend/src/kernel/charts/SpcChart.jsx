/** Values over time with the limits, signals, target and notes that the API worked out: it is drawn here, never computed. */
import { scaleLinear } from 'd3-scale';
import { Chart } from './Chart.jsx';
import { figure, outOf } from './figures.js';
import { Mark, MarkLegend } from './marks.jsx';
import { apart, edgeLabels, expectedWords, lineOf, reachOf, stepsOf, tickDecimals } from './spc.js';
import { useNarrow } from './useNarrow.js';

/** @typedef {import('./spc.js').SpcPoint} SpcPoint */
/** @typedef {{ id: string, words: string, is_rebase: boolean, label: string|null }} SpcNote */
/** @typedef {{ note: SpcNote, i: number }} PlacedNote */
/** @typedef {(i: number) => number} Scale */

const height = 390;
const margin = { top: 48, bottom: 40, left: 56 };
const bottom = height - margin.bottom;
const atDesk = { width: 960, right: 764, labels: 8 };
const onPhone = { width: 440, right: 428, labels: 2 };
/** How wide a letter of a label is at most, with its share of the gap to the next label. */
const letter = 9;

/** What a point means. One whose period is still running is not judged. @param {SpcPoint} point */
const meaningOf = ({ meaning, value_status: status }) => (status === 'provisional' ? 'running' : meaning);

/**
 * @template {SpcPoint} Point
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string} props.kindWords such as "XmR chart"
 * @param {string} props.unit "%" or a plural noun
 * @param {number} [props.decimals]
 * @param {Point[]} props.points
 * @param {SpcNote[]} [props.notes]
 * @param {{ title: string, cell: (point: Point) => import('react').ReactNode }[]} [props.more] further columns of its table
 */
export function SpcChart({ title, sentence, kindWords, unit, decimals = 0, points, notes = [], more = [] }) {
  const isNarrow = useNarrow();
  const { width, right, labels } = isNarrow ? onPhone : atDesk;
  // Half a tread at either end, so that the steps end where the axis does.
  const half = (right - margin.left) / (2 * points.length);
  const x = scaleLinear()
    .domain([0, Math.max(1, points.length - 1)])
    .range([margin.left + half, right - half]);
  const y = scaleLinear().domain(reachOf(points, unit)).nice(5).range([bottom, margin.top]);
  if (unit === '%' && (y.domain()[1] ?? 0) > 100) y.domain([y.domain()[0] ?? 0, 100]);
  y.clamp(true);
  const ticks = y.ticks(5);
  const room = (right - margin.left) / (letter * Math.max(1, ...points.map((p) => p.label.length)));
  const every = Math.ceil(points.length / Math.max(1, Math.min(labels, Math.floor(room))));
  const show = (/** @type {number|null} */ value) => (value === null ? '–' : figure(value, { unit, decimals }));
  const words = (/** @type {SpcPoint} */ p) => figure(p.value, { unit, decimals, status: p.value_status });
  const placed = notes.flatMap((note) => {
    const i = points.findIndex((p) => p.label === note.label);
    return i < 0 ? [] : [{ note, i }];
  });
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={[
        'Period',
        'Value',
        'Out of',
        'Expected between',
        'Target',
        { title: 'What it says', isText: true },
        ...more.map((column) => ({ title: column.title, isText: true })),
      ]}
      rows={points.map((p) => [
        p.label,
        words(p),
        outOf(p.numerator, p.denominator, unit),
        expectedWords(p, unit, show),
        show(p.target),
        saysOf(p, placed),
        ...more.map((column) => column.cell(p)),
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
            {ticks.map((tick) => (
              <g key={tick}>
                <line className="qa-axis" x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} />
                <text x={margin.left - 8} y={y(tick) + 5} textAnchor="end">
                  {figure(tick, { unit, decimals: tickDecimals(ticks) })}
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
            <Notes placed={placed} x={x} middle={(margin.left + right) / 2} isNarrow={isNarrow} />
            <Lines points={points} x={x} y={y} />
            {points.map((p, i) =>
              p.value === null ? null : (
                <Mark key={p.label} x={x(i)} y={y(p.value)} meaning={meaningOf(p)}>
                  <title>{`${p.label}: ${words(p)}, ${outOf(p.numerator, p.denominator, unit)}. ${saysOf(p, [])}`}</title>
                </Mark>
              ),
            )}
            {!isNarrow &&
              apart(edgeLabels(points, unit, show).map((label) => ({ ...label, at: y(label.value) + 5 }))).map(
                ({ text, at, isTarget }) => (
                  <text key={text} className={isTarget ? 'qa-target-label' : ''} x={right + 6} y={at}>
                    {text}
                  </text>
                ),
              )}
          </svg>
          <MarkLegend meanings={points.filter((p) => p.value !== null).map(meaningOf)} />
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

/** What a point says, and what happened then. @param {SpcPoint} point @param {PlacedNote[]} placed */
function saysOf(point, placed) {
  const signal =
    point.value_status === 'provisional' ? 'Still running' : point.value === null ? '' : point.signal_words;
  const happened = placed.filter(({ note }) => note.label === point.label).map(({ note }) => note.words);
  return [signal, ...happened].filter(Boolean).join('; ') || '–';
}

/** Limits, average, target and the line through the points; dashed to one that is still running.
 * @param {{ points: SpcPoint[], x: Scale, y: Scale }} props */
function Lines({ points, x, y }) {
  const isRunning = (/** @type {SpcPoint} */ p) => p.value_status === 'provisional';
  const ended = points.map((p) => (isRunning(p) ? null : p.value));
  const running = points.map((p, i) => {
    const next = points[i + 1];
    return isRunning(p) || (next && isRunning(next)) ? p.value : null;
  });
  /** @param {'centre'|'lower_limit'|'upper_limit'|'target'} name */
  const steps = (name) =>
    stepsOf(
      points.map((p) => p[name]),
      x,
      y,
    );
  return (
    <>
      <path className="qa-limit" d={steps('lower_limit')} />
      <path className="qa-limit" d={steps('upper_limit')} />
      <path className="qa-centre" d={steps('centre')} />
      <path className="qa-target qa-target--step" d={steps('target')} />
      <path className="qa-line qa-line--thin" d={lineOf(ended, x, y)} />
      <path className="qa-line qa-line--thin qa-line--running" d={lineOf(running, x, y)} />
    </>
  );
}

/** What happened, as an upright line with its words, or on a phone its number.
 * @param {{ placed: PlacedNote[], x: Scale, middle: number, isNarrow: boolean }} props */
function Notes({ placed, x, middle, isNarrow }) {
  return placed.map(({ note, i }, place) => {
    const isRight = x(i) > middle;
    const top = 18 + (place % 2) * 18;
    return (
      <g key={note.id}>
        <line className="qa-note" x1={x(i)} x2={x(i)} y1={top} y2={bottom} />
        <text className="qa-note-text" x={x(i) + (isRight ? -5 : 5)} y={top - 2} textAnchor={isRight ? 'end' : 'start'}>
          {isNarrow ? `${place + 1}` : `${note.words}${note.is_rebase ? ' (worked out anew)' : ''}`}
        </text>
      </g>
    );
  });
}
