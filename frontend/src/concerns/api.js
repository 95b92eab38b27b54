/** What this room asks of the API: concerns for a child's safety, raised, told and closed. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ConcernRead']} Concern */
/** @typedef {Schemas['ConcernCreate']} ConcernCreate */
/** @typedef {NonNullable<paths['/api/v1/concerns']['get']['parameters']['query']>} ConcernQuery */
/** @template T @typedef {import('../access/api.js').Page<T>} Page */

/** @param {Record<string, string|number|boolean>} filters */
export const concernsQuery = (filters) =>
  queryOptions({
    queryKey: ['concerns', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ConcernQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<Page<Concern>>} */ (take(api.GET('/api/v1/concerns', { params: { query }, signal })));
    },
  });

/** Those who answer for the team of an audit's child. @param {string} auditId */
export const toldQuery = (auditId) =>
  queryOptions({
    queryKey: ['people', 'who can be told', auditId],
    queryFn: ({ signal }) =>
      /** @type {Promise<Page<Schemas['ToldRead']>>} */ (
        take(api.GET('/api/v1/concerns/people', { params: { query: { audit_id: auditId, limit: 200 } }, signal }))
      ),
  });

/** @param {ConcernCreate} concern */
export const raiseConcern = (concern) =>
  /** @type {Promise<Concern>} */ (take(api.POST('/api/v1/concerns', { body: concern })));

/** @param {Concern} concern @param {string} closed_text */
export const closeConcern = (concern, closed_text) =>
  /** @type {Promise<Concern>} */ (
    take(
      api.POST('/api/v1/concerns/{concern_id}/close', {
        params: { path: { concern_id: concern.id }, header: { 'if-match': ifMatch(concern.version) } },
        body: { closed_text },
      }),
    )
  );
