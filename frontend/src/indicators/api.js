/** What this room asks of the API: the catalogue of indicators and their values. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['IndicatorRead']} Indicator */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['IndicatorValueRead']} IndicatorValue */

export const indicatorsQuery = () =>
  queryOptions({
    queryKey: ['indicators'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/indicators', { params: { query: { limit: 200 } }, signal }));
      return page.items;
    },
  });

/** @param {string} code */
export const indicatorQuery = (code) =>
  queryOptions({
    queryKey: ['indicators', code],
    queryFn: ({ signal }) => take(api.GET('/api/v1/indicators/{code}', { params: { path: { code } }, signal })),
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
        const query = { unit_id: unitId, period_type: 'quarter', period_from: from, limit: 200, cursor };
        // The same address also answers with CSV to those who ask for it, which this page does not.
        /** @type {import('../access/api.js').Page<IndicatorValue>} */
        const answer = Object(
          await take(api.GET('/api/v1/indicator-values', { params: { query: chosen(query) }, signal })),
        );
        values.push(...answer.items);
        cursor = answer.next_cursor ?? null;
      }
      return values;
    },
  });

/** Where the same figures are as a file. @param {Record<string, string>} filters */
export const csvAddress = (filters) =>
  `/api/v1/indicator-values.csv?${new URLSearchParams(/** @type {Record<string, string>} */ (chosen(filters)))}`;
