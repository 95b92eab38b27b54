/** What this room asks of the API: examples of practice at each grade. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ExemplarListed']} ExemplarListed */
/** @typedef {Schemas['ExemplarRead']} Exemplar */
/** @typedef {NonNullable<paths['/api/v1/exemplars']['get']['parameters']['query']>} ExemplarQuery */

/** @param {Record<string, string>} filters */
export const exemplarsQuery = (filters) =>
  queryOptions({
    queryKey: ['exemplars', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ExemplarQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<ExemplarListed>>} */ (
        take(api.GET('/api/v1/exemplars', { params: { query }, signal }))
      );
    },
  });

/** @param {string} id */
export const exemplarQuery = (id) =>
  queryOptions({
    queryKey: ['exemplars', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/exemplars/{exemplar_id}', { params: { path: { exemplar_id: id } }, signal })),
  });

/** @param {Schemas['ExemplarCreate']} exemplar */
export const createExemplar = (exemplar) => take(api.POST('/api/v1/exemplars', { body: exemplar }));

/** @param {{ id: string, version: number }} exemplar */
const at = ({ id, version }) => ({ path: { exemplar_id: id }, header: { 'if-match': ifMatch(version) } });

/** @param {Exemplar} exemplar @param {Schemas['ExemplarUpdate']} change */
export const updateExemplar = (exemplar, change) =>
  take(api.PATCH('/api/v1/exemplars/{exemplar_id}', { params: at(exemplar), body: change }));

/** @param {Exemplar} exemplar */
export const publishExemplar = (exemplar) =>
  take(api.POST('/api/v1/exemplars/{exemplar_id}/publish', { params: at(exemplar) }));

/** @param {Exemplar} exemplar */
export const retireExemplar = (exemplar) =>
  take(api.POST('/api/v1/exemplars/{exemplar_id}/retire', { params: at(exemplar) }));
