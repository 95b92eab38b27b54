/** What this room asks of the API: meetings, their agendas, and what was decided. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['MeetingListed']} MeetingListed */
/** @typedef {Schemas['MeetingRead']} Meeting */
/** @typedef {Schemas['AgendaSection']} AgendaSection */
/** @typedef {Schemas['MeetingDecisionCreate']} NewDecision */
/** @typedef {NonNullable<paths['/api/v1/meetings']['get']['parameters']['query']>} MeetingQuery */

/** @param {Record<string, string>} filters */
export const meetingsQuery = (filters) =>
  queryOptions({
    queryKey: ['meetings', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {MeetingQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<MeetingListed>>} */ (
        take(api.GET('/api/v1/meetings', { params: { query }, signal }))
      );
    },
  });

/** @param {string} id */
const at = (id) => ({ path: { meeting_id: id } });
/** @param {{ id: string, version: number }} meeting */
const atVersion = ({ id, version }) => ({ ...at(id), header: { 'if-match': ifMatch(version) } });

/** @param {string} id */
export const meetingQuery = (id) =>
  queryOptions({
    queryKey: ['meetings', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/meetings/{meeting_id}', { params: at(id), signal })),
  });

/** Everybody who could come. */
export const peopleQuery = () =>
  queryOptions({
    queryKey: ['people', 'for meetings'],
    queryFn: async ({ signal }) => {
      const page = await take(
        api.GET('/api/v1/people', { params: { query: { limit: 200, is_active: true } }, signal }),
      );
      return /** @type {import('../access/api.js').PersonListed[]} */ (page.items);
    },
  });

/** Everybody an action can be given to. */
export const ownersQuery = () =>
  queryOptions({
    queryKey: ['actions', 'people', 'complete'],
    queryFn: async ({ signal }) => {
      const query = /** @type {const} */ ({ to: 'complete', limit: 200 });
      return (await take(api.GET('/api/v1/actions/people', { params: { query }, signal }))).items;
    },
  });

/** @param {Schemas['MeetingCreate']} meeting */
export const createMeeting = (meeting) => take(api.POST('/api/v1/meetings', { body: meeting }));

/** @param {Meeting} meeting @param {Schemas['MeetingUpdate']} change */
export const updateMeeting = (meeting, change) =>
  take(api.PATCH('/api/v1/meetings/{meeting_id}', { params: atVersion(meeting), body: change }));

/** @param {string} id @param {Schemas['MeetingItemCreate']} item */
export const addItem = (id, item) =>
  take(api.POST('/api/v1/meetings/{meeting_id}/items', { params: at(id), body: item }));

/** @param {string} id @param {string} itemId */
export const removeItem = (id, itemId) =>
  take(
    api.DELETE('/api/v1/meetings/{meeting_id}/items/{item_id}', {
      params: { path: { meeting_id: id, item_id: itemId } },
    }),
  );

/** @param {Meeting} meeting @param {Schemas['MeetingHold']} held */
export const holdMeeting = (meeting, held) =>
  take(api.POST('/api/v1/meetings/{meeting_id}/hold', { params: atVersion(meeting), body: held }));

/** @param {string} id @param {string} decisionId */
export const makeRound = (id, decisionId) =>
  take(
    api.POST('/api/v1/meetings/{meeting_id}/decisions/{decision_id}/round', {
      params: { path: { meeting_id: id, decision_id: decisionId } },
    }),
  );
