/** The shape of a series beside its latest figure. It says nothing that the words beside it do not. */
import { scaleLinear } from 'd3-scale';

/** @param {{ values: (number|null)[] }} props oldest first */
export function Sparkline({ values }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const x = scaleLinear()
    .domain([0, values.length - 1])
    .range([4, 104]);
  const y = scaleLinear()
    .domain([Math.min(...known), Math.max(...known)])
    .range([24, 6]);
  const path = values
    .map((value, i) => {
      if (value === null) return '';
      const isStart = i === 0 || values[i - 1] === null;
      return `${isStart ? 'M' : 'L'}${x(i)},${y(value)}`;
    })
    .join('');
  const last = values.at(-1);
  return (
    <svg width="110" height="30" viewBox="0 0 110 30" aria-hidden="true" className="qa-spark">
      <path d={path} />
      {last !== null && last !== undefined && <circle cx={104} cy={y(last)} r="3" />}
    </svg>
  );
}
