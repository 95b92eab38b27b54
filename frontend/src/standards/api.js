/** What this room asks of the API: the practice standards and their versions. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, take } from '../kernel/client.js';

/** @typedef {Standard['criteria'][number]} Criterion */
/** @typedef {Version['standards'][number]} Standard */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['StandardsVersionListed']} VersionListed */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['StandardsVersionRead']} Version */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['WordsChange']} Word */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['Change']} Change */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['VersionSide']} Side */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ComparisonRead']} Comparison */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['StandardsVersionUpdate']} Rewording */

/** The standards in force on a day. @param {string} at "YYYY-MM-DD", or empty for today */
export const standardsQuery = (at) =>
  queryOptions({
    queryKey: ['standards', 'at', at],
    queryFn: ({ signal }) => take(api.GET('/api/v1/standards', { params: { query: chosen({ at }) }, signal })),
  });

export const versionsQuery = () =>
  queryOptions({
    queryKey: ['standards', 'versions'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/standards/versions', { params: { query: { limit: 200 } }, signal }));
      return page.items;
    },
  });

/** @param {string} id */
export const versionQuery = (id) =>
  queryOptions({
    queryKey: ['standards', 'versions', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/standards/versions/{version_id}', { params: { path: { version_id: id } }, signal })),
  });

/** @param {string} after @param {string} before */
export const comparisonQuery = (after, before) =>
  queryOptions({
    queryKey: ['standards', 'comparison', after, before],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/standards/versions/{version_id}/comparison', {
          params: { path: { version_id: after }, query: { with: before } },
          signal,
        }),
      ),
  });

/** Starts a draft from a version. @param {string} id */
export const draftVersion = (id) => take(api.POST('/api/v1/standards/versions', { body: { copy_of: id } }));

/** Begins a further set. @param {import('../kernel/schema.d.ts').components['schemas']['StandardsSetCreate']} made */
export const createSet = (made) => take(api.POST('/api/v1/standards/sets', { body: made }));

/** @param {Version} version @param {Rewording} change */
export const updateVersion = (version, change) =>
  take(
    api.PATCH('/api/v1/standards/versions/{version_id}', {
      params: { path: { version_id: version.id }, header: { 'if-match': ifMatch(version.version) } },
      body: change,
    }),
  );

/** @param {string} id @param {string} effectiveFrom YYYY-MM-DD */
export const publishVersion = (id, effectiveFrom) =>
  take(
    api.POST('/api/v1/standards/versions/{version_id}/publish', {
      params: { path: { version_id: id } },
      body: { effective_from: effectiveFrom },
    }),
  );
