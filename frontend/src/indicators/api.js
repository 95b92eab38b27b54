/** What this room asks of the API: the catalogue of indicators. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['IndicatorRead']} Indicator */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['WholeGroupRead']} WholeGroup */
/** @typedef {import('../kernel/schema.d.ts').operations['list_whole_groups']['parameters']['query']} WholeGroupQuery */

/** What a period may be, as filters offer it. */
export const periods = [
  { value: 'month', text: 'Months' },
  { value: 'quarter', text: 'Quarters' },
  { value: 'year', text: 'Years' },
];

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

/** @param {Record<string, string>} filters */
export const wholeGroupsQuery = (filters) =>
  queryOptions({
    queryKey: ['indicators', 'whole-groups', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {WholeGroupQuery} */ (chosen(filters));
      return take(api.GET('/api/v1/whole-groups', { params: { query }, signal }));
    },
  });

/** Where the same figures are as a file. @param {Record<string, string>} filters */
export const csvAddress = (filters) =>
  `/api/v1/indicator-values.csv?${new URLSearchParams(/** @type {Record<string, string>} */ (chosen(filters)))}`;
