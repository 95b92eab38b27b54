/** What this room asks of the API: charts of indicators, a row for each, and funnels. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChartRead']} ChartRead */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChartsRead']} Charts */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChartSummary']} ChartSummary */

/** @param {string} code @param {{ unit_id: string, period_type: string }} filters */
export const chartQuery = (code, filters) =>
  queryOptions({
    queryKey: ['charts', code, filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/indicators/{code}/chart', { params: { path: { code }, query: chosen(filters) }, signal })),
  });

/** @param {{ unit_id: string, period_type: string }} filters */
export const chartsQuery = (filters) =>
  queryOptions({
    queryKey: ['charts', 'all', filters],
    queryFn: ({ signal }) => take(api.GET('/api/v1/charts', { params: { query: chosen(filters) }, signal })),
  });

/** @param {string} code @param {{ period_type: string, period_start: string }} filters */
export const funnelQuery = (code, filters) =>
  queryOptions({
    queryKey: ['charts', code, 'funnel', filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/indicators/{code}/funnel', { params: { path: { code }, query: chosen(filters) }, signal })),
  });
