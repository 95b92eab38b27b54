/** What this room asks of the API: exceptions, and each step that is taken with one. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ExceptionListed']} ExceptionListed */
/** @typedef {Schemas['ExceptionRead']} Exception */
/** @typedef {NonNullable<paths['/api/v1/exceptions']['get']['parameters']['query']>} ExceptionQuery */

/** @param {Record<string, string|number|boolean>} filters */
export const exceptionsQuery = (filters) =>
  queryOptions({
    queryKey: ['exceptions', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ExceptionQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<ExceptionListed>>} */ (
        take(api.GET('/api/v1/exceptions', { params: { query }, signal }))
      );
    },
  });

/** @param {string} id */
export const exceptionQuery = (id) =>
  queryOptions({
    queryKey: ['exceptions', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Exception>} */ (
        take(api.GET('/api/v1/exceptions/{exception_id}', { params: { path: { exception_id: id } }, signal }))
      ),
  });

/** @param {Exception} one */
const at = (one) => ({ path: { exception_id: one.id }, header: { 'if-match': ifMatch(one.version) } });

/** @param {Exception} one @param {string} words */
export const acknowledge = (one, words) =>
  take(api.POST('/api/v1/exceptions/{exception_id}/acknowledge', { params: at(one), body: { words } }));

/** @param {Exception} one @param {Schemas['ExceptionPlan']} plan */
export const planException = (one, plan) =>
  take(api.POST('/api/v1/exceptions/{exception_id}/plan', { params: at(one), body: plan }));

/** @param {Exception} one @param {string} words */
export const review = (one, words) =>
  take(api.POST('/api/v1/exceptions/{exception_id}/review', { params: at(one), body: { words } }));

/** @param {Exception} one @param {Schemas['ExceptionClose']} end */
export const closeException = (one, end) =>
  take(api.POST('/api/v1/exceptions/{exception_id}/close', { params: at(one), body: end }));
