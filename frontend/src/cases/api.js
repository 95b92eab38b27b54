/** What this room asks of the API: children by reference, and the work with them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChildListed']} ChildListed */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['CpVisitRead']} Visit */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChildDetail']} Child */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChildRecord']} ChildRecord */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ChildRecordGroup']} ChildRecordGroup */

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['CaseFound']} Case */

/** @param {string} id */
export const findCase = (id) =>
  take(api.GET('/api/v1/children/{child_id}/case', { params: { path: { child_id: id } } }));

/** The number goes in the body: an address is written down in many places. @param {string} number */
export const findChild = (number) => take(api.POST('/api/v1/children/find', { body: { person_id: number } }));

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

/** All of a child's records of one kind, of which the child's own answer has the newest. @param {string} id @param {string} entity */
export const childRecordsQuery = (id, entity) =>
  infiniteQueryOptions({
    queryKey: ['children', id, 'records', entity],
    queryFn: ({ signal, pageParam }) =>
      take(
        api.GET('/api/v1/children/{child_id}/records/{entity}', {
          params: { path: { child_id: id, entity }, query: chosen({ limit: 200, cursor: pageParam }) },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
