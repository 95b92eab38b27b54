/** The latest known value of each indicator and the run that led to it. */

/** @typedef {{ latest: import('./api.js').IndicatorValue|null, values: (number|null)[] }} Run */

/** @param {import('./api.js').IndicatorValue[]} values in any order @returns {Map<string, Run>} by indicator's code */
export function runsByIndicator(values) {
  /** @type {Map<string, Run>} */
  const runs = new Map();
  for (const value of values.toSorted((a, b) => a.period_start.localeCompare(b.period_start))) {
    const run = runs.get(value.indicator) ?? { latest: null, values: [] };
    run.values.push(value.value);
    run.latest = value;
    runs.set(value.indicator, run);
  }
  return runs;
}
