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
        /** @type {const} */ (['allocated', 'revealed', 'graded']).map((state) =>
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

/** @typedef {Schemas['QueueItem']} QueueItem */

/** Audits that wait for a moderator, the first due first. @param {Record<string, string>} filters */
export const queueQuery = (filters) =>
  queryOptions({
    queryKey: ['moderations', 'queue', filters],
    queryFn: ({ signal }) => {
      const query = chosen(/** @type {{}} */ ({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<QueueItem>>} */ (
        take(api.GET('/api/v1/moderations/queue', { params: { query }, signal }))
      );
    },
  });

/** How much waits, is in hand and is mine, and how much of it is late. */
export const standingQuery = () =>
  queryOptions({
    queryKey: ['moderations', 'standing'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['StandingRead']>} */ (take(api.GET('/api/v1/moderations/standing', { signal }))),
  });

/** Who may moderate an audit, the least laden first. @param {string} auditId */
export const moderatorsQuery = (auditId) =>
  queryOptions({
    queryKey: ['moderations', 'moderators', auditId],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['ModeratorRead'][]>} */ (
        take(
          api.GET('/api/v1/moderations/queue/{audit_id}/moderators', {
            params: { path: { audit_id: auditId } },
            signal,
          }),
        )
      ),
  });

/** @param {Moderation} moderation @param {Schemas['ModerationMove']} change */
export const moveModeration = (moderation, change) =>
  take(
    api.PATCH('/api/v1/moderations/{moderation_id}', {
      params: { path: { moderation_id: moderation.id }, header: { 'if-match': ifMatch(moderation.version) } },
      body: change,
    }),
  );

/** What the rules said of an audit when it was last submitted. @param {string} auditId */
export const selectionQuery = (auditId) =>
  queryOptions({
    queryKey: ['moderations', 'selection', auditId],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['SelectionRead']>} */ (
        take(api.GET('/api/v1/moderations/selections/{audit_id}', { params: { path: { audit_id: auditId } }, signal }))
      ),
  });

/** @param {string} auditId */
export const takeModeration = (auditId) =>
  /** @type {Promise<Moderation>} */ (
    take(api.POST('/api/v1/moderations/queue/{audit_id}/take', { params: { path: { audit_id: auditId } } }))
  );

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

/** @param {Moderation} moderation @param {Schemas['ModerationReturn']} why */
export const returnModeration = (moderation, why) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/return', {
        params: { path: { moderation_id: moderation.id }, header: { 'if-match': ifMatch(moderation.version) } },
        body: why,
      }),
    )
  );

/** @param {Moderation} moderation @param {string[]} personIds */
export const invitePanel = (moderation, personIds) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/panel', {
        params: { path: { moderation_id: moderation.id } },
        body: { person_ids: personIds },
      }),
    )
  );

/** @param {Moderation} moderation @param {Schemas['ModerationGrade']} grades */
export const givePanelGrades = (moderation, grades) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/panel/grade', {
        params: { path: { moderation_id: moderation.id } },
        body: grades,
      }),
    )
  );

/** @param {Moderation} moderation @param {string} personId */
export const releasePanelMember = (moderation, personId) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/panel/release', {
        params: { path: { moderation_id: moderation.id } },
        body: { person_id: personId },
      }),
    )
  );

/** @param {Moderation} moderation @param {Schemas['ModerationAgree']} agreed */
export const agreePanelGrades = (moderation, agreed) =>
  /** @type {Promise<Moderation>} */ (
    take(
      api.POST('/api/v1/moderations/{moderation_id}/panel/agree', {
        params: { path: { moderation_id: moderation.id }, header: { 'if-match': ifMatch(moderation.version) } },
        body: agreed,
      }),
    )
  );
