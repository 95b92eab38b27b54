/** What this room asks of the API: the catalogue of indicators, their values and their series. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {{ code: string, title: string, description: string, numerator_text: string, denominator_text: string, unit: string, polarity: 'high'|'low'|'neutral', corner: 'voice'|'numbers'|'practice', standard_number: number|null, target: number|null, source: string, known_gaps: string|null, decimals: number, definition_version: number }} Indicator */
/** @typedef {import('../kernel/charts/LineChart.jsx').Point & { period_start: string, period_end: string }} SeriesPoint */
/** @typedef {{ indicator: string, unit: string, points: SeriesPoint[], target: number|null, sentence: string }} Series */
/** @typedef {{ value_id: string, indicator: string, period_type: string, period_start: string, period_end: string, unit_id: string, numerator: number|null, denominator: number|null, value: number|null, value_status: string, target: number|null }} IndicatorValue */

export const indicatorsQuery = () =>
  queryOptions({
    queryKey: ['indicators'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/indicators', { params: { query: { limit: 200 } }, signal }));
      return /** @type {Indicator[]} */ (page.items);
    },
  });

/** @param {string} code */
export const indicatorQuery = (code) =>
  queryOptions({
    queryKey: ['indicators', code],
    queryFn: ({ signal }) =>
      /** @type {Promise<Indicator>} */ (
        take(api.GET('/api/v1/indicators/{code}', { params: { path: { code } }, signal }))
      ),
  });

/** @param {string} code @param {{ unit_id: string, period_type: string }} filters */
export const seriesQuery = (code, filters) =>
  queryOptions({
    queryKey: ['indicators', code, 'series', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<Series>} */ (
        take(
          api.GET('/api/v1/indicators/{code}/series', { params: { path: { code }, query: chosen(filters) }, signal }),
        )
      ),
  });

/** The last two years of every indicator for one unit, by quarter. The pages of the feed are read to their end, up to a bound.
 * @param {string} unitId @param {string} from YYYY-MM-DD */
export const recentValuesQuery = (unitId, from) =>
  queryOptions({
    queryKey: ['indicators', 'recent', unitId, from],
    queryFn: async ({ signal }) => {
      /** @type {IndicatorValue[]} */
      const values = [];
      /** @type {string|null} */
      let cursor = '';
      for (let page = 0; cursor !== null && page < 5; page += 1) {
        /** @type {Record<string, string|number|null>} */
        const query = { unit_id: unitId, period_type: 'quarter', period_from: from, limit: 200, cursor };
        /** @type {import('../access/api.js').Page<IndicatorValue>} */
        const answer = await take(api.GET('/api/v1/indicator-values', { params: { query: chosen(query) }, signal }));
        values.push(...answer.items);
        cursor = answer.next_cursor;
      }
      return values;
    },
  });

/** Where the same figures are as a file. @param {Record<string, string>} filters */
export const csvAddress = (filters) =>
  `/api/v1/indicator-values.csv?${new URLSearchParams(/** @type {Record<string, string>} */ (chosen(filters)))}`;
