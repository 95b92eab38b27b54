/** What this room asks of the API: what is published to hold an indicator against, and the files that were loaded. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['PublishedBeside']} Comparison */
/** @typedef {Schemas['ComparedYear']} ComparedYear */
/** @typedef {Schemas['LoadRead']} Load */

/** @param {string} code */
export const comparisonQuery = (code) =>
  queryOptions({
    queryKey: ['comparators', code],
    queryFn: ({ signal }) =>
      /** @type {Promise<Comparison>} */ (
        take(api.GET('/api/v1/comparators/{code}', { params: { path: { code } }, signal }))
      ),
  });

/** @param {string} cursor */
export const loadsQuery = (cursor) =>
  queryOptions({
    queryKey: ['comparators', 'loads', cursor],
    queryFn: ({ signal }) =>
      /** @type {Promise<import('../access/api.js').Page<Load>>} */ (
        take(api.GET('/api/v1/comparators/loads', { params: { query: chosen({ limit: pageLength, cursor }) }, signal }))
      ),
  });

/** @param {File} file */
export const loadFile = (file) =>
  /** @type {Promise<Load>} */ (
    take(
      api.POST('/api/v1/comparators/loads', {
        params: { query: { name: file.name } },
        body: /** @type {any} */ (file),
        bodySerializer: (/** @type {any} */ body) => body,
        headers: { 'Content-Type': 'text/csv' },
      }),
    )
  );
