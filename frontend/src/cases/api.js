/** What this room asks of the API: children by reference, and the work with them. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChildListed']} ChildListed */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['CpVisitRead']} Visit */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChildDetail']} Child */

/** @param {{ q?: string, status?: string, unit_id?: string, cursor?: string }} filters */
export const childrenQuery = (filters) =>
  queryOptions({
    queryKey: ['children', filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/children', { params: { query: chosen({ limit: pageLength, ...filters }) }, signal })),
  });

/** @param {string} id */
export const childQuery = (id) =>
  queryOptions({
    queryKey: ['children', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/children/{child_id}', { params: { path: { child_id: id } }, signal })),
  });
