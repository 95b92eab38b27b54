/** What this room asks of the API: second readings of audits. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ModerationListed']} ModerationListed */
/** @typedef {Schemas['ModerationRead']} Moderation */
/** @typedef {NonNullable<paths['/api/v1/moderations']['get']['parameters']['query']>} ModerationQuery */

/** @param {Record<string, string>} filters */
export const moderationsQuery = (filters) =>
  queryOptions({
    queryKey: ['moderations', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ModerationQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<ModerationListed>>} */ (
        take(api.GET('/api/v1/moderations', { params: { query }, signal }))
      );
    },
  });

/** What I am the moderator of and have still to do, the most urgent first. */
export const myOpenModerationsQuery = () =>
  queryOptions({
    queryKey: ['moderations', 'mine and open'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        /** @type {const} */ (['allocated', 'graded']).map((state) =>
          take(
            api.GET('/api/v1/moderations', {
              params: { query: { mine: true, state, sort: 'due_on', limit: 100 } },
              signal,
            }),
          ),
        ),
      );
      return /** @type {ModerationListed[]} */ (pages.flatMap((page) => page.items)).toSorted((a, b) =>
        a.due_on.localeCompare(b.due_on),
      );
    },
  });

/** @param {string} id */
export const moderationQuery = (id) =>
  queryOptions({
    queryKey: ['moderations', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Moderation>} */ (
        take(api.GET('/api/v1/moderations/{moderation_id}', { params: { path: { moderation_id: id } }, signal }))
      ),
    staleTime: Infinity,
    gcTime: 0,
  });

/** Everybody whose role lets them moderate. */
export const moderatorsQuery = () =>
  queryOptions({
    queryKey: ['people', 'who may moderate'],
    queryFn: async ({ signal }) => {
      const query = /** @type {const} */ ({ role: 'moderator', limit: 200 });
      const page = await take(api.GET('/api/v1/people', { params: { query }, signal }));
      return /** @type {import('../access/api.js').PersonListed[]} */ (page.items).filter((person) => person.is_active);
    },
  });

/** @param {Schemas['ModerationCreate']} moderation */
export const allocateModeration = (moderation) =>
  /** @type {Promise<Moderation>} */ (take(api.POST('/api/v1/moderations', { body: moderation })));

/** @param {Moderation} moderation @param {Schemas['ModerationGrade']} grades */
export const gradeModeration = (moderation, grades) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/grade', {
        params: { path: { moderation_id: moderation.id }, header: { 'if-match': ifMatch(moderation.version) } },
        body: grades,
      }),
    )
  );

/** @param {Moderation} moderation @param {Schemas['ModerationComplete']} ending */
export const completeModeration = (moderation, ending) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/complete', {
        params: { path: { moderation_id: moderation.id }, header: { 'if-match': ifMatch(moderation.version) } },
        body: ending,
      }),
    )
  );
