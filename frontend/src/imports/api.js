/** What this room asks of the API: bulk loads, their files, and the rows that could not be taken in. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';
import { putFile } from '../kernel/upload.js';
import { headersFor } from './files.js';
import { isAtWork } from './words.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ImportListed']} ImportListed */
/** @typedef {Schemas['ImportRead']} Import */
/** @typedef {Schemas['ImportCreate']} ImportCreate */
/** @typedef {Schemas['ImportFileRead']} ImportFile */
/** @typedef {Schemas['ImportCounts']} ImportCounts */
/** @typedef {Schemas['RejectionRead']} Rejection */
/** @typedef {Schemas['EntitiesRead']} Tables */
/** @template T @typedef {import('../access/api.js').Page<T>} Page */
/** @typedef {NonNullable<paths['/api/v1/imports']['get']['parameters']['query']>} ImportQuery */

/** How often an import that the worker has is looked at, in milliseconds. */
const lookEvery = 2000;

/** @param {Record<string, string>} filters */
export const importsQuery = (filters) =>
  queryOptions({
    queryKey: ['imports', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ImportQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<Page<ImportListed>>} */ (
        take(api.GET('/api/v1/imports', { params: { query }, signal }))
      );
    },
    staleTime: 0,
  });

/** @param {string} id */
export const importQuery = (id) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Import>} */ (
        take(api.GET('/api/v1/imports/{import_id}', { params: { path: { import_id: id } }, signal }))
      ),
    staleTime: 0,
    refetchInterval: (query) => isAtWork(query.state.data?.state ?? '') && lookEvery,
  });

/** @param {string} id @param {Record<string, string>} filters */
export const rejectionsQuery = (id, filters) =>
  queryOptions({
    queryKey: ['imports', id, 'rejections', filters],
    queryFn: ({ signal }) => {
      const params = { path: { import_id: id }, query: chosen({ limit: pageLength, ...filters }) };
      // The same address also answers with files to those who ask for them, which this page does not.
      return /** @type {Promise<Page<Rejection>>} */ (
        take(api.GET('/api/v1/imports/{import_id}/rejections', { params, signal }))
      );
    },
    staleTime: 0,
  });

/** Where the rejected rows are as a file. @param {string} id @param {string} entity */
export const rejectionsAddress = (id, entity) =>
  `/api/v1/imports/${id}/rejections?${new URLSearchParams({ format: 'csv', ...(entity && { entity }) })}`;

/** @param {ImportCreate} wanted */
export const createImport = (wanted) =>
  /** @type {Promise<Import>} */ (take(api.POST('/api/v1/imports', { body: wanted })));

/** @param {string} id @param {string} name @param {File} file @param {(sent: number) => void} onProgress */
export const sendFile = (id, name, file, onProgress) =>
  /** @type {Promise<ImportFile>} */ (
    putFile(`/api/v1/imports/${id}/files/${encodeURIComponent(name)}`, file, {
      headers: headersFor(file.name),
      onProgress,
    })
  );

/** @param {string} id */
export const commitImport = (id) =>
  take(api.POST('/api/v1/imports/{import_id}/commit', { params: { path: { import_id: id } } }));

/** @param {string} id */
export const confirmImport = (id) =>
  take(api.POST('/api/v1/imports/{import_id}/confirm', { params: { path: { import_id: id } } }));

/** @param {string} id */
export const abortImport = (id) =>
  take(api.DELETE('/api/v1/imports/{import_id}', { params: { path: { import_id: id } } }));

/** The source systems that are known, by name, with what people call them: a council has a few. */
export const knownSourcesQuery = () =>
  queryOptions({
    queryKey: ['sources', 'known'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/sources', { params: { query: { limit: 200 } }, signal }));
      return page.items.map(({ source_system, label }) => ({ name: source_system, label }));
    },
  });

/** The tables that are taken, with their titles in words, and those that are known and not kept; the same for as long
 * as this version runs. */
export const tablesQuery = () =>
  queryOptions({
    queryKey: ['tables'],
    queryFn: ({ signal }) => /** @type {Promise<Tables>} */ (take(api.GET('/api/v1/records', { signal }))),
    staleTime: Infinity,
  });
