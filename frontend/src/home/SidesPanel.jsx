/** How much each side rests on, and the standards of which it says nothing yet. */
import { Facts } from '../kernel/ui/Facts.jsx';

const sides = /** @type {const} */ (['voice', 'numbers', 'practice']);
const titles = { voice: 'Voice', numbers: 'Numbers', practice: 'Practice' };

/** @param {number[]} numbers */
export function listWords(numbers) {
  const last = numbers.at(-1);
  return numbers.length < 2 ? `${last ?? ''}` : `${numbers.slice(0, -1).join(', ')} and ${last}`;
}

/** @param {import('./api.js').TriangleRow[]} rows @param {typeof sides[number]} side */
function gapWords(rows, side) {
  const gaps = rows.filter((row) => row[side].value === null).map((row) => row.number);
  if (!gaps.length) return 'Speaks to every standard.';
  if (gaps.length === rows.length) return 'Nothing can be shown for any standard yet.';
  return `Nothing to show for ${gaps.length === 1 ? 'standard' : 'standards'} ${listWords(gaps)}.`;
}

/** @param {import('./api.js').Triangle['corners']['voice']} total */
function totalWords(total) {
  if (total.n === null) return 'How much is hidden: part of it rests on too few.';
  return `${total.n.toLocaleString('en-GB')} ${total.counted}, from ${total.indicators} ${total.indicators === 1 ? 'indicator' : 'indicators'}.`;
}

/** @param {{ triangle: import('./api.js').Triangle }} props */
export function SidesPanel({ triangle }) {
  return (
    <div>
      <h3 className="govuk-heading-s">What each side rests on</h3>
      <Facts
        facts={sides.map((side) => ({
          name: titles[side],
          value: (
            <>
              {totalWords(triangle.corners[side])}
              <br />
              {gapWords(triangle.standards, side)}
            </>
          ),
        }))}
      />
    </div>
  );
}
