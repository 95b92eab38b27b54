/** What this room asks of the API: children by reference, and the work with them. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {{ id: string, child_ref: string, age_years: number|null, unit_id: string|null, unit_name: string|null, statuses: string[] }} ChildListed */
/** @typedef {{ visited_on: string, is_seen: boolean|null, is_seen_alone: boolean|null }} Visit */
/** @typedef {{ id: string, child_ref: string, birth_month: string|null, sex: string|null, statuses: string[], team: string|null, worker_code: string|null, referrals: Record<string, unknown>[], assessments: Record<string, unknown>[], plans: Record<string, unknown>[], visits: Visit[], episodes: Record<string, unknown>[], involvements: Record<string, unknown>[], last_received_at: string|null }} Child */

/** @param {{ q?: string, status?: string, unit_id?: string, cursor?: string }} filters */
export const childrenQuery = (filters) =>
  queryOptions({
    queryKey: ['children', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<import('../access/api.js').Page<ChildListed>>} */ (
        take(api.GET('/api/v1/children', { params: { query: chosen(filters) }, signal }))
      ),
  });

/** @param {string} id */
export const childQuery = (id) =>
  queryOptions({
    queryKey: ['children', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Child>} */ (
        take(api.GET('/api/v1/children/{child_id}', { params: { path: { child_id: id } }, signal }))
      ),
  });
