/** What this room asks of the API: the Purple Book of a unit, and what stands in it. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['BookRead']} Book */
/** @typedef {Schemas['BookLine']} Line */
/** @typedef {Schemas['ContentsRead']} Contents */
/** @typedef {NonNullable<paths['/api/v1/purple-book']['get']['parameters']['query']>} BookQuery */

/** @param {{ unit_id: string, period_type: string }} filters */
export const bookQuery = (filters) =>
  queryOptions({
    queryKey: ['purple-book', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {BookQuery} */ (chosen(filters));
      return /** @type {Promise<Book>} */ (take(api.GET('/api/v1/purple-book', { params: { query }, signal })));
    },
  });

export const contentsQuery = () =>
  queryOptions({
    queryKey: ['purple-book', 'contents'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Contents>} */ (take(api.GET('/api/v1/purple-book/contents', { signal }))),
  });

/** @param {Contents} contents as they were read, with other groups */
export const setContents = ({ groups, version }) =>
  /** @type {Promise<Contents>} */ (
    take(
      api.PUT('/api/v1/purple-book/contents', {
        params: { header: { 'if-match': ifMatch(version) } },
        body: { groups },
      }),
    )
  );

/** @param {Record<string, string>} filters */
export const csvAddress = (filters) =>
  `/api/v1/purple-book.csv?${new URLSearchParams({ .../** @type {Record<string, string>} */ (chosen(filters)), bom: 'true' })}`;
