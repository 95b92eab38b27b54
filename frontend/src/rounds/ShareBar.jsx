/** A part of a whole: the figures in words, and a bar that repeats them. */
import { numberOf } from '../kernel/numbers.js';

const width = 120;

/** @param {{ part: number, whole: number }} props */
export function ShareBar({ part, whole }) {
  return (
    <span className="rounds-share">
      <svg className="rounds-share__bar" width={width} height="12" aria-hidden="true">
        <rect className="rounds-share__whole" width={width} height="12" />
        <rect className="rounds-share__part" width={whole ? (Math.min(part, whole) / whole) * width : 0} height="12" />
      </svg>
      <span className={part ? undefined : 'qa-late'}>
        {numberOf(part)} of {numberOf(whole)}
      </span>
    </span>
  );
}
