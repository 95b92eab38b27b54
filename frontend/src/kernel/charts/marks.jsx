/** The marks of charts: what a point, a change and a target mean, each by shape and word and never by colour alone. */
import { Legend } from './Legend.jsx';

/** @typedef {'improvement'|'concern'|'common_cause'|'neutral_high'|'neutral_low'} Meaning */

/** @type {Record<string, string>} */
const kinds = {
  improvement: 'improvement',
  concern: 'concern',
  neutral_high: 'neutral',
  neutral_low: 'neutral',
  running: 'running',
};

/** A point: diamond for an improvement, triangle for a concern, square for a change that is neither, an open circle
 * while its period is running, circle for the rest.
 * @param {{ x: number, y: number, meaning: string, children?: import('react').ReactNode }} props */
export function Mark({ x, y, meaning, children }) {
  const kind = kinds[meaning] ?? 'expected';
  const className = `qa-mark qa-mark--${kind}`;
  if (kind === 'expected' || kind === 'running') {
    return (
      <circle className={className} cx={x} cy={y} r="5">
        {children}
      </circle>
    );
  }
  const shape = {
    improvement: `M${x},${y - 8}l8,8l-8,8l-8,-8Z`,
    concern: `M${x},${y - 8}l8,14h-16Z`,
    neutral: `M${x - 6},${y - 6}h12v12h-12Z`,
  }[kind];
  return (
    <path className={className} d={shape}>
      {children}
    </path>
  );
}

const assured = /** @type {const} */ ({
  consistent_pass: ['improvement', 'P'],
  consistent_fail: ['concern', 'F'],
  hit_and_miss: ['expected', '?'],
});

/** Whether it changes without a direction, as a run chart may tell. @param {string|null} variation @param {string} words */
export const isUndirected = (variation, words) => variation === null && words.startsWith('Changing');

/** The icon of "Is it changing?": the words that begin with its answer say which way.
 * @param {{ variation: string|null, words: string }} props */
export function VariationIcon({ variation, words }) {
  if (isUndirected(variation, words)) return <Icon kind="neutral" sign="↕" />;
  if (variation === null) return <Icon kind="unknown" sign="–" />;
  if (variation === 'common_cause') return <Icon kind="expected" sign="∿" />;
  return <Icon kind={kinds[variation] ?? 'expected'} sign={/^\w+: (high|further apart)/.test(words) ? '▲' : '▼'} />;
}

/** The icon of "Will it meet the target?". @param {{ assurance: keyof typeof assured|null }} props */
export function AssuranceIcon({ assurance }) {
  const [kind, sign] = assurance ? assured[assurance] : ['unknown', '–'];
  return <Icon kind={kind} sign={sign} />;
}

/** "Is it changing?": an icon and its words. @param {{ variation: string|null, words: string }} props */
export function Variation({ variation, words }) {
  const isKnown = variation !== null || isUndirected(variation, words);
  return (
    <span className="qa-answer">
      <VariationIcon variation={variation} words={words} />
      <span className={isKnown ? undefined : 'qa-unknown'}>{words}</span>
    </span>
  );
}

/** "Will it meet the target?": an icon and its words. @param {{ assurance: keyof typeof assured|null, words: string }} props */
export function Assurance({ assurance, words }) {
  return (
    <span className="qa-answer">
      <AssuranceIcon assurance={assurance} />
      <span className={assurance ? undefined : 'qa-unknown'}>{words}</span>
    </span>
  );
}

/** A round sign. The words beside it say what it means. @param {{ kind: string, sign: string }} props */
function Icon({ kind, sign }) {
  return (
    <svg
      className={`qa-icon qa-icon--${kind} qa-mark--${kind}`}
      width="24"
      height="24"
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="11" />
      <text x="12" y="16.5" textAnchor="middle">
        {sign}
      </text>
    </svg>
  );
}

const legend = /** @type {const} */ ([
  ['improvement', 'Improvement'],
  ['concern', 'Concern'],
  ['common_cause', 'As expected'],
  ['neutral_high', 'A change, neither good nor bad'],
  ['running', 'Still running, not judged'],
]);

/** What the shapes mean, of those that are drawn. @param {{ meanings: string[] }} props */
export function MarkLegend({ meanings }) {
  const drawn = new Set(meanings.map((meaning) => (meaning === 'neutral_low' ? 'neutral_high' : meaning)));
  return (
    <Legend
      size={20}
      marks={legend
        .filter(([meaning]) => drawn.has(meaning))
        .map(([meaning, text]) => ({ mark: <Mark x={10} y={10} meaning={meaning} />, text }))}
    />
  );
}
