/** What this room asks of the API: source systems, what they sent, and the rows to mend. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['SourceListed']} SourceListed */
/** @typedef {Schemas['SourceRead']} Source */
/** @typedef {Schemas['EntityQuality']} EntityQuality */
/** @typedef {Schemas['CheckRead']} Check */
/** @typedef {Schemas['ReceiptRead']} Receipt */
/** @typedef {Schemas['FindingRead']} Finding */
/** @template T @typedef {import('../access/api.js').Page<T>} Page */
/** @typedef {paths['/api/v1/sources/{source_system}/findings']['get']['parameters']['query']} FindingQuery */

/** All source systems: a council has a few. */
export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources', 'list'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/sources', { params: { query: { limit: 200 } }, signal }));
      return /** @type {SourceListed[]} */ (page.items);
    },
    staleTime: 0,
  });

/** @param {string} name */
export const sourceQuery = (name) =>
  queryOptions({
    queryKey: ['sources', 'one', name],
    queryFn: ({ signal }) =>
      /** @type {Promise<Source>} */ (
        take(api.GET('/api/v1/sources/{source_system}', { params: { path: { source_system: name } }, signal }))
      ),
    staleTime: 0,
  });

/** @param {string} name @param {{ entity: string, cursor: string }} filters */
export const receiptsQuery = (name, filters) =>
  queryOptions({
    queryKey: ['sources', 'one', name, 'receipts', filters],
    queryFn: ({ signal }) => {
      const params = { path: { source_system: name }, query: chosen({ limit: pageLength, ...filters }) };
      return /** @type {Promise<Page<Receipt>>} */ (
        take(api.GET('/api/v1/sources/{source_system}/receipts', { params, signal }))
      );
    },
    staleTime: 0,
  });

/** @param {string} name @param {{ entity: string, check: string, field: string, cursor: string }} filters */
export const findingsQuery = (name, filters) =>
  queryOptions({
    queryKey: ['sources', 'one', name, 'findings', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {FindingQuery} */ (chosen({ limit: pageLength, ...filters }));
      const params = { path: { source_system: name }, query };
      return /** @type {Promise<Page<Finding>>} */ (
        take(api.GET('/api/v1/sources/{source_system}/findings', { params, signal }))
      );
    },
  });

/** Where the rows behind a check are as a file. @param {string} name @param {{ entity: string, check: string, field: string }} which */
export const findingsAddress = (name, which) =>
  `/api/v1/sources/${name}/findings?${new URLSearchParams(/** @type {Record<string, string>} */ (chosen({ format: 'csv', ...which })))}`;

/** @param {string} name */
export const countQuality = (name) =>
  take(api.POST('/api/v1/sources/{source_system}/count', { params: { path: { source_system: name } } }));
