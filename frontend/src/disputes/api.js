/** What this room asks of the API: disputes about the grades of final audits. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['DisputeListed']} DisputeListed */
/** @typedef {Schemas['DisputeRead']} Dispute */
/** @typedef {NonNullable<import('../kernel/client.js').paths['/api/v1/disputes']['get']['parameters']['query']>} DisputeQuery */

/** @param {Record<string, string>} filters */
export const disputesQuery = (filters) =>
  queryOptions({
    queryKey: ['disputes', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {DisputeQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<DisputeListed>>} */ (
        take(api.GET('/api/v1/disputes', { params: { query }, signal }))
      );
    },
  });

/** @param {string} id */
export const disputeQuery = (id) =>
  queryOptions({
    queryKey: ['disputes', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Dispute>} */ (
        take(api.GET('/api/v1/disputes/{dispute_id}', { params: { path: { dispute_id: id } }, signal }))
      ),
  });

/** @param {Schemas['DisputeCreate']} dispute */
export const raiseDispute = (dispute) =>
  /** @type {Promise<Dispute>} */ (take(api.POST('/api/v1/disputes', { body: dispute })));

/** @param {Dispute} dispute @param {string} words */
export const sayInDispute = (dispute, words) =>
  /** @type {Promise<Dispute>} */ (
    take(
      api.POST('/api/v1/disputes/{dispute_id}/messages', {
        params: { path: { dispute_id: dispute.id } },
        body: { words },
      }),
    )
  );

/** @param {Dispute} dispute @param {Schemas['DisputeResolve']} end */
export const resolveDispute = (dispute, end) =>
  /** @type {Promise<Dispute>} */ (
    take(
      api.POST('/api/v1/disputes/{dispute_id}/resolve', {
        params: { path: { dispute_id: dispute.id }, header: { 'if-match': ifMatch(dispute.version) } },
        body: end,
      }),
    )
  );

/** @param {Dispute} dispute @param {string} reason */
export const withdrawDispute = (dispute, reason) =>
  /** @type {Promise<Dispute>} */ (
    take(
      api.POST('/api/v1/disputes/{dispute_id}/withdraw', {
        params: { path: { dispute_id: dispute.id }, header: { 'if-match': ifMatch(dispute.version) } },
        body: { reason },
      }),
    )
  );
