/** Units at one time by how many cases they have, within the exact limits that chance allows. Nobody is ranked. */
import { scaleLinear } from 'd3-scale';
import { Chart } from './Chart.jsx';
import { figure, outOf } from './figures.js';
import { Mark } from './marks.jsx';
import { useNarrow } from './useNarrow.js';

/** @typedef {{ unit_id: string, name: string, numerator: number|null, denominator: number|null, value: number|null, value_status: string, place: string, place_words: string }} FunnelUnit */
/** @typedef {{ size: number, lower_95: number, upper_95: number, lower_998: number, upper_998: number }} FunnelLine */

const height = 380;
const margin = { top: 16, bottom: 56, left: 56 };
const FEW = 6;
const ends = /** @type {const} */ (['lower_95', 'upper_95', 'lower_998', 'upper_998']);

/** What a place means, given which way is better. @param {string} place @param {string} polarity */
export function meaningOf(place, polarity) {
  if (place === 'within') return 'common_cause';
  if (polarity === 'neutral') return 'neutral_high';
  return place.startsWith('above') === (polarity === 'high') ? 'improvement' : 'concern';
}

/** @param {{ title: string, sentence: string, decimals?: number, polarity: string, standard: number|null, units: FunnelUnit[], lines: FunnelLine[] }} props */
export function FunnelPlot({ title, sentence, decimals = 0, polarity, standard, units, lines }) {
  const isNarrow = useNarrow();
  const [width, right] = isNarrow ? [440, 428] : [760, 740];
  const most = Math.max(1, ...lines.map(({ size }) => size));
  const shown = units.filter((unit) => unit.value !== null && unit.denominator !== null);
  const x = scaleLinear().domain([0, most]).range([margin.left, right]);
  const low = Math.min(...shown.map(({ value }) => value ?? 0), standard ?? 100) - 15;
  const high = Math.max(...shown.map(({ value }) => value ?? 0), standard ?? 0) + 15;
  const y = scaleLinear()
    .domain([Math.max(0, low), Math.min(100, high)])
    .nice(5)
    .range([height - margin.bottom, margin.top])
    .clamp(true);
  // Among many, only those who stand out are named: the table names all.
  const areFew = shown.length <= FEW && !isNarrow;
  const show = (/** @type {number} */ value) => figure(value, { unit: '%', decimals });
  return (
    <Chart
      title={title}
      sentence={sentence}
      columns={['Unit', 'Value', 'Out of', 'Against all together']}
      rows={units.map((unit) => [
        unit.name,
        figure(unit.value, { unit: '%', decimals, status: unit.value_status }),
        outOf(unit.numerator, unit.denominator),
        unit.place_words,
      ])}
    >
      {(describedBy) => (
        <>
          <svg
            className="qa-drawing qa-drawing--funnel"
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={`Funnel plot: ${title}`}
            aria-describedby={describedBy}
          >
            {y.ticks(5).map((tick) => (
              <g key={tick}>
                <line className="qa-axis" x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} />
                <text x={margin.left - 8} y={y(tick) + 5} textAnchor="end">
                  {tick}%
                </text>
              </g>
            ))}
            {x.ticks(5).map((tick) => (
              <text key={tick} x={x(tick)} y={height - 34} textAnchor="middle">
                {tick}
              </text>
            ))}
            <text x={(margin.left + right) / 2} y={height - 10} textAnchor="middle">
              How many it rests on
            </text>
            {ends.map((end) => (
              <path
                key={end}
                className={end.endsWith('95') ? 'qa-limit' : 'qa-limit qa-limit--outer'}
                d={`M${lines.map((line) => `${x(line.size)},${y(line[end])}`).join('L')}`}
              />
            ))}
            {standard !== null && (
              <line className="qa-centre" x1={margin.left} x2={right} y1={y(standard)} y2={y(standard)} />
            )}
            {shown.map((unit) => {
              const [at, up] = [x(unit.denominator ?? 0), y(unit.value ?? 0)];
              const isLeft = at > (margin.left + right) / 2;
              return (
                <g key={unit.unit_id}>
                  <Mark x={at} y={up} meaning={meaningOf(unit.place, polarity)}>
                    <title>{`${unit.name}: ${show(unit.value ?? 0)}, ${outOf(unit.numerator, unit.denominator)}. ${unit.place_words}`}</title>
                  </Mark>
                  {(unit.place !== 'within' || areFew) && (
                    <text
                      className={unit.place === 'within' ? 'qa-note-text' : 'qa-label'}
                      x={at + (isLeft ? -12 : 12)}
                      y={up + 5}
                      textAnchor={isLeft ? 'end' : 'start'}
                    >
                      {unit.name}
                    </text>
                  )}
                </g>
              );
            })}
          </svg>
          <p className="govuk-body">
            Dashed lines: chance alone keeps 95% of units within them. Solid lines: 99.8%.
            {standard !== null && ` All together: ${show(standard)}.`}
          </p>
        </>
      )}
    </Chart>
  );
}
