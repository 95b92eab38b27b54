/** What this room asks of the API: who was heard in an audit, and the practitioner's own view. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';
import { problemOf } from '../kernel/problem.js';
import { bodyOf, fieldsOf, viewBodyOf, viewFieldsOf } from './fields.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['VoicesRead']} Voices */
/** @typedef {Schemas['VoiceRead']} Voice */
/** @typedef {Schemas['ViewRead']} View */
/** @typedef {Schemas['ViewListed']} ViewListed */
/** @typedef {Schemas['ViewsRead']} Views */
/** @typedef {Schemas['SideBySide']} Beside */
/** @typedef {Schemas['VoicesSummary']} Summary */
/** @typedef {Schemas['VoicesCounted']} Counted */
/** @typedef {import('../kernel/autosave.js').Fields} Fields */
/** @typedef {import('../kernel/autosave.js').Saved & { detail: string }} Saved */
/** @typedef {NonNullable<import('../kernel/client.js').paths['/api/v1/voices/summary']['get']['parameters']['query']>} SummaryFilters */

/** The voices of one audit, read afresh whenever they are opened: what is then written is merged against them.
 * @param {string} auditId */
export const voicesQuery = (auditId) =>
  queryOptions({
    queryKey: ['voices', auditId],
    queryFn: ({ signal }) =>
      /** @type {Promise<Voices>} */ (
        take(api.GET('/api/v1/voices/{audit_id}', { params: { path: { audit_id: auditId } }, signal }))
      ),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** Sends what changed, in the words of Autosave, and tells what is still missing.
 * @param {string} auditId @param {Fields} changes @param {number} version @param {(held: Voices) => void} onHeld
 * @returns {Promise<Saved>} */
export async function saveVoices(auditId, changes, version, onHeld) {
  const { data, error, response } = await api.PATCH('/api/v1/voices/{audit_id}', {
    params: { path: { audit_id: auditId }, header: { 'if-match': ifMatch(version) } },
    body: bodyOf(changes),
  });
  const held = /** @type {Voices|undefined} */ (data ?? /** @type {any} */ (error)?.current);
  if (held) onHeld(held);
  return {
    status: response.status,
    version: held?.version ?? version,
    fields: held ? fieldsOf(held) : {},
    detail: response.ok ? '' : problemOf(response.status, error).message,
  };
}

/** The practitioner's own view beside the audit. @param {string} auditId */
export const viewsQuery = (auditId) =>
  queryOptions({
    queryKey: ['voices', auditId, 'views'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Views>} */ (
        take(api.GET('/api/v1/voices/{audit_id}/views', { params: { path: { audit_id: auditId } }, signal }))
      ),
  });

/** The audits that ask for my view, or have it and are not yet closed: rarely more than a few. */
export const askingQuery = () =>
  queryOptions({
    queryKey: ['views'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/views', { params: { query: { limit: 100 } }, signal }));
      return /** @type {ViewListed[]} */ (page.items);
    },
  });

/** Every view of my own, also of audits that are closed. @param {string} cursor */
export const ownViewsQuery = (cursor) =>
  queryOptions({
    queryKey: ['views', 'all', cursor],
    queryFn: ({ signal }) => {
      const query = { ended: true, limit: pageLength, ...(cursor && { cursor }) };
      return /** @type {Promise<import('../access/api.js').Page<ViewListed>>} */ (
        take(api.GET('/api/v1/views', { params: { query }, signal }))
      );
    },
  });

/** My own view of an audit, read afresh whenever it is opened. @param {string} auditId */
export const viewQuery = (auditId) =>
  queryOptions({
    queryKey: ['views', auditId],
    queryFn: ({ signal }) =>
      /** @type {Promise<View>} */ (
        take(api.GET('/api/v1/views/{audit_id}', { params: { path: { audit_id: auditId } }, signal }))
      ),
    staleTime: Infinity,
    gcTime: 0,
  });

/** @param {string} auditId @param {Fields} changes @param {number} version @returns {Promise<Saved>} */
export async function saveView(auditId, changes, version) {
  const { data, error, response } = await api.PATCH('/api/v1/views/{audit_id}', {
    params: { path: { audit_id: auditId }, header: { 'if-match': ifMatch(version) } },
    body: viewBodyOf(changes),
  });
  const held = /** @type {View|undefined} */ (data ?? /** @type {any} */ (error)?.current);
  return {
    status: response.status,
    version: held?.version ?? version,
    fields: held ? viewFieldsOf(held) : {},
    detail: response.ok ? '' : problemOf(response.status, error).message,
  };
}

/** @param {string} auditId @param {number} version */
export const handInView = (auditId, version) =>
  /** @type {Promise<View>} */ (
    take(
      api.POST('/api/v1/views/{audit_id}/hand-in', {
        params: { path: { audit_id: auditId }, header: { 'if-match': ifMatch(version) } },
      }),
    )
  );

/** @param {Record<string, string>} filters */
export const summaryQuery = (filters) =>
  queryOptions({
    queryKey: ['voices', 'summary', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {SummaryFilters} */ (chosen(filters));
      return /** @type {Promise<Summary>} */ (take(api.GET('/api/v1/voices/summary', { params: { query }, signal })));
    },
  });
