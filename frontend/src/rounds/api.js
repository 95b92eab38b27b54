/** What this room asks of the API: rounds, their frames and cases, coverage, reminders. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['RoundListed']} RoundListed */
/** @typedef {Schemas['RoundRead']} Round */
/** @typedef {Schemas['RoundCreate']} RoundCreate */
/** @typedef {Schemas['FrameRule']} Rule */
/** @typedef {Schemas['FrameRead']} Frame */
/** @typedef {Schemas['FramePreview']} FramePreview */
/** @typedef {Schemas['StratumRead']} Stratum */
/** @typedef {Schemas['CaseRead']} Case */
/** @typedef {Schemas['BoardRead']} Board */
/** @typedef {Schemas['Tally']} Tally */
/** @typedef {Schemas['CoverageRead']} Coverage */
/** @typedef {Schemas['Covered']} Covered */
/** @typedef {Schemas['UnauditedChild']} UnauditedChild */
/** @typedef {Schemas['ReminderRead']} Reminder */
/** @template T @typedef {import('../access/api.js').Page<T>} Page */
/** @typedef {NonNullable<paths['/api/v1/rounds']['get']['parameters']['query']>} RoundQuery */
/** @typedef {NonNullable<paths['/api/v1/rounds/coverage/children']['get']['parameters']['query']>} UnauditedQuery */

/** @param {Record<string, string>} filters */
export const roundsQuery = (filters) =>
  queryOptions({
    queryKey: ['rounds', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {RoundQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<Page<RoundListed>>} */ (take(api.GET('/api/v1/rounds', { params: { query }, signal })));
    },
  });

/** @param {string} id */
export const roundQuery = (id) =>
  queryOptions({
    queryKey: ['rounds', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Round>} */ (
        take(api.GET('/api/v1/rounds/{round_id}', { params: { path: { round_id: id } }, signal }))
      ),
  });

/** The cases of a round that are seen, whatever their state. @param {string} id */
export const roundCasesQuery = (id) =>
  queryOptions({
    queryKey: ['rounds', id, 'cases'],
    queryFn: async ({ signal }) => {
      /** @type {Case[]} */
      const found = [];
      let cursor = '';
      do {
        const params = { path: { round_id: id }, query: chosen({ limit: 200, cursor }) };
        const page = await take(api.GET('/api/v1/rounds/{round_id}/cases', { params, signal }));
        found.push(.../** @type {Case[]} */ (page.items));
        cursor = page.next_cursor ?? '';
      } while (cursor);
      return found;
    },
  });

/** A frame in counts; while another is counted, the one before stays in sight. @param {FramePreview} wanted */
export const previewQuery = (wanted) =>
  queryOptions({
    queryKey: ['rounds', 'preview', wanted],
    queryFn: ({ signal }) =>
      /** @type {Promise<Frame>} */ (take(api.POST('/api/v1/rounds/preview', { body: wanted, signal }))),
    placeholderData: keepPreviousData,
  });

/** @param {string} months */
export const coverageQuery = (months) =>
  queryOptions({
    queryKey: ['rounds', 'coverage', months],
    queryFn: ({ signal }) => {
      const query = chosen({ months: months ? Number(months) : null });
      return /** @type {Promise<Coverage>} */ (take(api.GET('/api/v1/rounds/coverage', { params: { query }, signal })));
    },
  });

/** @param {Record<string, string>} filters */
export const unauditedQuery = (filters) =>
  queryOptions({
    queryKey: ['rounds', 'unaudited', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {UnauditedQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<Page<UnauditedChild>>} */ (
        take(api.GET('/api/v1/rounds/coverage/children', { params: { query }, signal }))
      );
    },
  });

export const remindersQuery = () =>
  queryOptions({
    queryKey: ['rounds', 'reminders'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/rounds/reminders', { params: { query: { limit: 50 } }, signal }));
      return /** @type {Reminder[]} */ (page.items);
    },
  });

/** @param {string} id @param {string} ref */
export const explainChild = (id, ref) =>
  take(api.GET('/api/v1/rounds/{round_id}/why/{child_ref}', { params: { path: { round_id: id, child_ref: ref } } }));

/** @param {string} id */
export const checkRound = (id) =>
  take(api.GET('/api/v1/rounds/{round_id}/check', { params: { path: { round_id: id } } }));

/** @param {RoundCreate} round */
export const createRound = (round) => /** @type {Promise<Round>} */ (take(api.POST('/api/v1/rounds', { body: round })));

/** @param {{ id: string, version: number }} round */
const versionOf = ({ id, version }) => ({ path: { round_id: id }, header: { 'if-match': ifMatch(version) } });

/** @param {Round} round @param {RoundCreate} change */
export const updateRound = (round, change) =>
  /** @type {Promise<Round>} */ (
    take(api.PUT('/api/v1/rounds/{round_id}', { params: versionOf(round), body: change }))
  );

/** @param {Round} round */
export const discardRound = (round) =>
  take(api.DELETE('/api/v1/rounds/{round_id}', { params: { path: { round_id: round.id } } }));

/** @param {Round} round */
export const drawRound = (round) => take(api.POST('/api/v1/rounds/{round_id}/draw', { params: versionOf(round) }));

/** @param {Round} round @param {string[]} ids */
export const proposeAuditors = (round, ids) =>
  take(api.POST('/api/v1/rounds/{round_id}/propose', { params: versionOf(round), body: { auditor_ids: ids } }));

/** @param {Round} round */
export const allocateRound = (round) =>
  take(api.POST('/api/v1/rounds/{round_id}/allocate', { params: versionOf(round) }));

/** @param {Round} round @param {string} note */
export const closeRound = (round, note) =>
  take(api.POST('/api/v1/rounds/{round_id}/close', { params: versionOf(round), body: { note } }));

/** @param {string} id @param {string} caseId @param {Schemas['CaseUpdate']} change */
export const updateCase = (id, caseId, change) =>
  take(
    api.PATCH('/api/v1/rounds/{round_id}/cases/{case_id}', {
      params: { path: { round_id: id, case_id: caseId } },
      body: change,
    }),
  );

/** @param {string} id @param {string} caseId @param {string} reason */
export const replaceCase = (id, caseId, reason) =>
  take(
    api.POST('/api/v1/rounds/{round_id}/cases/{case_id}/replace', {
      params: { path: { round_id: id, case_id: caseId } },
      body: { reason },
    }),
  );
