/** The framework's triangle: where the evidence of each quarter sits between voice, numbers and practice. */
import { Chart } from './Chart.jsx';
import { Legend } from './Legend.jsx';

/** @typedef {{ label: string, voice: number, numbers: number, practice: number }} Quarter on how many standards each side has something to say */

const corners = /** @type {const} */ ({ voice: [260, 40], numbers: [60, 360], practice: [460, 360] });

/** The centre of weight of a quarter's evidence; null when there was none. @param {Quarter} q @returns {[number, number]|null} */
export function placeOf({ voice, numbers, practice }) {
  const sum = voice + numbers + practice;
  if (!sum) return null;
  const along = (/** @type {0|1} */ axis) =>
    (corners.voice[axis] * voice + corners.numbers[axis] * numbers + corners.practice[axis] * practice) / sum;
  return [along(0), along(1)];
}

/** @param {{ quarters: Quarter[], standards: number, sentence: string }} props `quarters`: oldest first; `standards`: how many there are */
export function TriangleBalance({ quarters, standards, sentence }) {
  const last = quarters.at(-1);
  if (!last) return null;
  const placed = quarters.flatMap((q) => {
    const place = placeOf(q);
    return place ? [{ q, place }] : [];
  });
  const now = placed.at(-1);
  const before = placed.at(-2);
  // The label stands on the side from which the line does not come, as long as there is room.
  const isLabelLeft = now && now.place[0] > 170 && (now.place[0] > 350 || (before && before.place[0] > now.place[0]));
  const { voice, numbers, practice } = corners;
  return (
    <Chart
      title="Balance of scrutiny"
      sentence={sentence}
      columns={['Quarter', 'Voice', 'Numbers', 'Practice']}
      rows={quarters.map((q) => [q.label, ...[q.voice, q.numbers, q.practice].map((n) => `${n} of ${standards}`)])}
    >
      {(describedBy) => (
        <>
          <svg
            className="qa-drawing qa-drawing--triangle"
            viewBox="0 0 520 410"
            role="img"
            aria-label="Triangle of voice, numbers and practice"
            aria-describedby={describedBy}
          >
            <path className="qa-triangle" d={`M${voice.join()}L${numbers.join()}L${practice.join()}Z`} />
            <circle className="qa-zone" cx="260" cy="253" r="46" />
            <path className="qa-line" d={`M${placed.map(({ place }) => place.join()).join('L')}`} />
            {placed.map(({ q, place }) => (
              <circle
                key={q.label}
                className={q === now?.q ? 'qa-now' : 'qa-was'}
                cx={place[0]}
                cy={place[1]}
                r={q === now?.q ? 9 : 5}
              >
                <title>{q.label}</title>
              </circle>
            ))}
            {now && (
              <text
                className="qa-label"
                x={now.place[0] + (isLabelLeft ? -14 : 14)}
                y={now.place[1] - 12}
                textAnchor={isLabelLeft ? 'end' : 'start'}
              >
                {now.q.label}
              </text>
            )}
            <text className="qa-label" x={voice[0]} y="26" textAnchor="middle">
              Voice: {last.voice} of {standards} standards
            </text>
            <text className="qa-label" x="8" y="388" textAnchor="start">
              Numbers: {last.numbers} of {standards} standards
            </text>
            <text className="qa-label" x="512" y="388" textAnchor="end">
              Practice: {last.practice} of {standards} standards
            </text>
          </svg>
          <Legend
            marks={[
              { mark: <circle className="qa-now" cx="8" cy="8" r="7" />, text: 'Latest quarter, as counted here' },
              { mark: <circle className="qa-was" cx="8" cy="8" r="5" />, text: 'Quarters before' },
              { mark: <circle className="qa-zone" cx="8" cy="8" r="8" />, text: 'In balance' },
            ]}
          />
        </>
      )}
    </Chart>
  );
}
