/** Groups beside the figure of all: a dot each, with the line of chance where it has one. Nobody is ranked. */
import { scaleLinear } from 'd3-scale';
import { Chart } from './Chart.jsx';
import { figure, outOf } from './figures.js';
import { Mark } from './marks.jsx';
import { useNarrow } from './useNarrow.js';

/**
 * @typedef {object} Group a count has no denominator and no interval
 * @property {string} group
 * @property {string} label
 * @property {number|null} numerator
 * @property {number|null} denominator
 * @property {number|null} value
 * @property {string} value_status
 * @property {number|null} lower
 * @property {number|null} upper
 */

const atDesk = { width: 640, left: 190, right: 470, step: 34, up: 0 };
const onPhone = { width: 440, left: 10, right: 430, step: 58, up: 24 };

/** Whether the figure of all lies beyond what chance alone would make of a group. @param {Group} one @param {number|null} whole */
export const isApart = (one, whole) =>
  whole !== null && one.lower !== null && one.upper !== null && (whole < one.lower || whole > one.upper);

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string} props.unit "%" or a plural noun
 * @param {number} [props.decimals]
 * @param {number|null} props.whole the figure of all
 * @param {Group[]} props.groups
 * @param {(group: Group) => import('react').ReactNode} [props.more] what stands in the last column of its table
 */
export function GroupDots({ title, sentence, unit, decimals = 0, whole, groups, more }) {
  const isNarrow = useNarrow();
  const { width, left, right, step, up } = isNarrow ? onPhone : atDesk;
  const isShare = unit === '%';
  const top = isShare ? 32 : 4;
  const most = Math.max(1, ...groups.map(({ value }) => value ?? 0));
  const x = scaleLinear()
    .domain([0, isShare ? 100 : most])
    .range([left, right]);
  const height = top + groups.length * step;
  const words = (/** @type {Group} */ one) => figure(one.value, { unit, decimals, status: one.value_status });
  const told = (/** @type {Group} */ one) =>
    one.denominator ? `${words(one)} (${outOf(one.numerator, one.denominator)})` : words(one);
  const says = (/** @type {Group} */ one) =>
    isApart(one, whole) ? 'Further from all than chance would have it' : one.value === null ? '–' : 'Within chance';
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={[
        'Group',
        'Value',
        ...(isShare ? ['Out of', 'Chance alone', { title: 'Against all', isText: true }] : []),
        ...(more ? [{ title: 'Behind it', isText: true }] : []),
      ]}
      rows={groups.map((one) => [
        one.label,
        words(one),
        ...(isShare ? [outOf(one.numerator, one.denominator), chanceWords(one, decimals), says(one)] : []),
        ...(more ? [more(one)] : []),
      ])}
    >
      {(describedBy) => (
        <svg
          className="qa-drawing qa-drawing--groups"
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Dots: ${title}`}
          aria-describedby={describedBy}
        >
          {isShare && whole !== null && (
            <>
              <line className="qa-centre" x1={x(whole)} x2={x(whole)} y1={top - 8} y2={height} />
              <text x={x(whole)} y={top - 14} textAnchor={anchorAt(whole)}>
                All: {figure(whole, { unit, decimals })}
              </text>
            </>
          )}
          {groups.map((one, i) => {
            const at = top + i * step + step / 2 + up / 2;
            return (
              <g key={one.group}>
                <line className="qa-axis" x1={left} x2={right} y1={at} y2={at} />
                <text
                  className="qa-note-text"
                  x={isNarrow ? left : left - 10}
                  y={at - up + 5}
                  textAnchor={isNarrow ? 'start' : 'end'}
                >
                  {one.label}
                </text>
                <text
                  className="qa-note-text"
                  x={isNarrow ? right : right + 14}
                  y={at - up + 5}
                  textAnchor={isNarrow ? 'end' : 'start'}
                >
                  {told(one)}
                </text>
                {one.value !== null && (
                  <>
                    <line
                      className="qa-chance"
                      x1={x(isShare ? (one.lower ?? one.value) : 0)}
                      x2={x(isShare ? (one.upper ?? one.value) : one.value)}
                      y1={at}
                      y2={at}
                    />
                    <Mark x={x(one.value)} y={at} meaning={isApart(one, whole) ? 'neutral_high' : 'common_cause'} />
                  </>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </Chart>
  );
}

/** Within what chance alone keeps a group. @param {Group} one @param {number} decimals */
const chanceWords = (one, decimals) =>
  one.lower === null || one.upper === null
    ? '–'
    : `${figure(one.lower, { unit: '%', decimals })} to ${figure(one.upper, { unit: '%', decimals })}`;

/** Words at the ends of a line stand within it. @param {number} percent */
const anchorAt = (percent) => (percent < 15 ? 'start' : percent > 85 ? 'end' : 'middle');
