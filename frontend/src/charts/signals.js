/** Indicators by what their charts say, what asks for attention first. */
import { isUndirected } from '../kernel/charts/marks.jsx';

/** @typedef {import('./api.js').ChartSummary} ChartSummary */

/** Each group's name, what it counts one of and many of, and which indicators stand in it: the first that fits. */
const kinds = /** @type {const} */ ([
  ['concern', 'Concerns: worse than chance explains', 'concern', 'concerns'],
  ['failing', 'No change, and they will miss their target', 'will miss its target', 'will miss their target'],
  ['improvement', 'Improvements: better than chance explains', 'improvement', 'improvements'],
  ['neutral', 'Changes that are neither good nor bad in themselves', 'other change', 'other changes'],
  ['steady', 'No change beyond chance', 'without change', 'without change'],
  ['unknown', 'Too few points to say', 'with too few points to say', 'with too few points to say'],
  ['nothing', 'Nothing known yet', 'of which nothing is known yet', 'of which nothing is known yet'],
]);

/** @param {ChartSummary} item */
function kindOf({ variation, variation_words: words, assurance, latest }) {
  if (!latest) return 'nothing';
  if (variation === 'concern' || variation === 'improvement') return variation;
  if (assurance === 'consistent_fail') return 'failing';
  if (variation === null) return isUndirected(variation, words) ? 'neutral' : 'unknown';
  return variation === 'common_cause' ? 'steady' : 'neutral';
}

/** The groups that have anything, in order; each with how many there are in words.
 * @param {ChartSummary[]} items */
export const groupsOf = (items) =>
  kinds
    .map(([key, title, one, many]) => {
      const rows = items.filter((item) => kindOf(item) === key);
      return { key, title, rows, count: `${rows.length} ${rows.length === 1 ? one : many}` };
    })
    .filter(({ rows }) => rows.length);

/** What asks for attention: concerns, then what will miss its target, then improvements. @param {ChartSummary[]} items */
export const striking = (items) =>
  ['concern', 'failing', 'improvement'].flatMap((key) => items.filter((item) => kindOf(item) === key));
