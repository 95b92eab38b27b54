/** What this room asks of the API: the practice standards and their versions. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, take } from '../kernel/client.js';

/** @typedef {{ id: string, code: string, label: string, text: string, note: string|null }} Criterion */
/** @typedef {{ id: string, number: number, label: string, text: string, overview_text: string|null, note: string|null, criteria: Criterion[] }} Standard */
/** @typedef {{ id: string, set: { code: string, title: string }, number: number, state: 'draft'|'published'|'superseded', effective_from: string|null, effective_to: string|null, title: string, source: string|null, version: number }} VersionListed */
/** @typedef {VersionListed & { standards: Standard[] }} Version */
/** @typedef {{ op: 'same'|'removed'|'added', text: string }} Word */
/** @typedef {{ kind: 'changed'|'added'|'removed', level: 'standard'|'criterion', code: string, before: string|null, after: string|null, words: Word[] }} Change */
/** @typedef {{ id: string, number: number, title: string }} Side */
/** @typedef {{ before: Side, after: Side, changes: Change[], unchanged: number }} Comparison */
/** @typedef {{ standards?: Record<string, { text?: string, note?: string }>, criteria?: Record<string, { text?: string, note?: string }> }} Rewording */

/** The standards in force on a day. @param {string} at "YYYY-MM-DD", or empty for today */
export const standardsQuery = (at) =>
  queryOptions({
    queryKey: ['standards', 'at', at],
    queryFn: ({ signal }) =>
      /** @type {Promise<Version>} */ (
        take(api.GET('/api/v1/standards', { params: { query: chosen({ at }) }, signal }))
      ),
  });

export const versionsQuery = () =>
  queryOptions({
    queryKey: ['standards', 'versions'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/standards/versions', { params: { query: { limit: 200 } }, signal }));
      return /** @type {VersionListed[]} */ (page.items);
    },
  });

/** @param {string} id */
export const versionQuery = (id) =>
  queryOptions({
    queryKey: ['standards', 'versions', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Version>} */ (
        take(api.GET('/api/v1/standards/versions/{version_id}', { params: { path: { version_id: id } }, signal }))
      ),
  });

/** @param {string} after @param {string} before */
export const comparisonQuery = (after, before) =>
  queryOptions({
    queryKey: ['standards', 'comparison', after, before],
    queryFn: ({ signal }) =>
      /** @type {Promise<Comparison>} */ (
        take(
          api.GET('/api/v1/standards/versions/{version_id}/comparison', {
            params: { path: { version_id: after }, query: { with: before } },
            signal,
          }),
        )
      ),
  });

/** Starts a draft from a version. @param {string} id */
export const draftVersion = (id) =>
  /** @type {Promise<Version>} */ (take(api.POST('/api/v1/standards/versions', { body: { copy_of: id } })));

/** @param {Version} version @param {Rewording} change */
export const updateVersion = (version, change) =>
  /** @type {Promise<Version>} */ (
    take(
      api.PATCH('/api/v1/standards/versions/{version_id}', {
        params: { path: { version_id: version.id }, header: { 'if-match': ifMatch(version.version) } },
        body: change,
      }),
    )
  );

/** @param {string} id @param {string} effectiveFrom YYYY-MM-DD */
export const publishVersion = (id, effectiveFrom) =>
  /** @type {Promise<Version>} */ (
    take(
      api.POST('/api/v1/standards/versions/{version_id}/publish', {
        params: { path: { version_id: id } },
        body: { effective_from: effectiveFrom },
      }),
    )
  );
