/** The shapes and words of a chart with limits: what it reaches over, its steps and lines, and the labels at its edge. */

/** @typedef {{ label: string, value: number|null, value_status: string, numerator: number|null, denominator: number|null, centre: number|null, lower_limit: number|null, upper_limit: number|null, target: number|null, meaning: string, signal_words: string }} SpcPoint */

/** A value within what the unit allows: nothing is below 0, and no share is above 100%.
 * @param {number} value @param {string} unit */
export const within = (value, unit) => Math.min(unit === '%' ? 100 : Infinity, Math.max(0, value));

/** The extent of everything drawn, with a little air, and never beyond what the unit allows.
 * @param {SpcPoint[]} points @param {string} unit @returns {[number, number]} */
export function reachOf(points, unit) {
  const all = points
    .flatMap((p) => [p.value, p.lower_limit, p.upper_limit, p.centre, p.target])
    .filter((one) => one !== null)
    .map((one) => within(one, unit));
  if (!all.length) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [within(low - air, unit), within(high + air, unit)];
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
export const lineOf = (values, x, y) =>
  values
    .map((value, i) => (value === null ? '' : `${i && values[i - 1] !== null ? 'L' : 'M'}${x(i)},${y(value)}`))
    .join('');

/** A limit in words. One beyond what there can be is told so: nobody can be 173% in time.
 * @param {string} name @param {number} value @param {string} unit @param {(value: number) => string} show */
export function limitWords(name, value, unit, show) {
  if (value < 0) return `${name} below ${show(0)}`;
  return unit === '%' && value > 100 ? `${name} above ${show(100)}` : `${name} ${show(value)}`;
}

/** Where chance alone keeps a point, in words and within what there can be.
 * @param {SpcPoint} point @param {string} unit @param {(value: number) => string} show */
export const expectedWords = ({ lower_limit: low, upper_limit: high }, unit, show) =>
  low === null || high === null ? '–' : `${show(within(low, unit))} and ${show(within(high, unit))}`;

/** The labels at the right edge, each at the height of its newest value. A period that is still running has no limits.
 * @param {SpcPoint[]} points @param {string} unit @param {(value: number) => string} show
 * @returns {{ text: string, value: number, isTarget: boolean }[]} */
export function edgeLabels(points, unit, show) {
  /** @param {'centre'|'lower_limit'|'upper_limit'|'target'} name */
  const newest = (name) => points.findLast((point) => point[name] !== null)?.[name] ?? null;
  const [upper, target, centre, lower] = [
    newest('upper_limit'),
    newest('target'),
    newest('centre'),
    newest('lower_limit'),
  ];
  return [
    { text: upper === null ? '' : limitWords('Upper limit', upper, unit, show), value: upper, isTarget: false },
    { text: target === null ? '' : `Target ${show(target)}`, value: target, isTarget: true },
    {
      text: centre === null ? '' : `${upper === null ? 'Median' : 'Average'} ${show(centre)}`,
      value: centre,
      isTarget: false,
    },
    { text: lower === null ? '' : limitWords('Lower limit', lower, unit, show), value: lower, isTarget: false },
  ].flatMap(({ value, ...label }) => (value === null ? [] : [{ ...label, value }]));
}

/** How many decimals the ticks of an axis need, all alike. @param {number[]} ticks */
export const tickDecimals = (ticks) => (ticks.every(Number.isInteger) ? 0 : 1);

/** Labels kept 17 px apart, the topmost first. @template {{ at: number }} T @param {T[]} labels */
export function apart(labels) {
  let last = -Infinity;
  return labels
    .toSorted((a, b) => a.at - b.at)
    .map((label) => {
      last = Math.max(label.at, last + 17);
      return { ...label, at: last };
    });
}
