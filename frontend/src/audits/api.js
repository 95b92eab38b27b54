/** What this room asks of the API: audits, who may be given one, and the saving of what is written. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';
import { problemOf } from '../kernel/problem.js';
import { bodyOf, fieldsOf } from './answers.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['AuditListed']} AuditListed */
/** @typedef {Schemas['AuditRead']} Audit */
/** @typedef {Schemas['AuditCreate']} AuditCreate */
/** @typedef {Schemas['EarlierWords']} Earlier */
/** @typedef {Schemas['KeptWords']} KeptWords */
/** @typedef {NonNullable<paths['/api/v1/audits']['get']['parameters']['query']>} AuditQuery */

/** @param {Record<string, string>} filters */
export const auditsQuery = (filters) =>
  queryOptions({
    queryKey: ['audits', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {AuditQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<AuditListed>>} */ (
        take(api.GET('/api/v1/audits', { params: { query }, signal }))
      );
    },
  });

/** What I am the auditor of and have still to do, the most urgent first. */
export const myOpenAuditsQuery = () =>
  queryOptions({
    queryKey: ['audits', 'mine and open'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        /** @type {const} */ (['returned', 'in_progress', 'allocated']).map((state) =>
          take(
            api.GET('/api/v1/audits', {
              params: { query: { mine: true, state, sort: 'due_on', limit: 100 } },
              signal,
            }),
          ),
        ),
      );
      return /** @type {AuditListed[]} */ (pages.flatMap((page) => page.items)).toSorted((a, b) =>
        a.due_on.localeCompare(b.due_on),
      );
    },
  });

/** One audit, read afresh whenever its page opens: what is then written is merged against it. @param {string} id */
export const auditQuery = (id) =>
  queryOptions({
    queryKey: ['audits', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Audit>} */ (
        take(api.GET('/api/v1/audits/{audit_id}', { params: { path: { audit_id: id } }, signal }))
      ),
    staleTime: Infinity,
    gcTime: 0,
  });

/** What the case data say of the audited period. @param {string} id */
export const factsQuery = (id) =>
  queryOptions({
    queryKey: ['audits', id, 'facts'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['AuditFactsRead']>} */ (
        take(api.GET('/api/v1/audits/{audit_id}/facts', { params: { path: { audit_id: id } }, signal }))
      ),
  });

/** What an audit said before each return and each new auditor. @param {string} id */
export const earlierQuery = (id) =>
  queryOptions({
    queryKey: ['audits', id, 'earlier'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['AuditEarlier']>} */ (
        take(api.GET('/api/v1/audits/{audit_id}/earlier', { params: { path: { audit_id: id } }, signal }))
      ),
  });

/** An audit beside its re-audit. @param {string} id */
export const movesQuery = (id) =>
  queryOptions({
    queryKey: ['audits', id, 'moves'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['AuditMoves']>} */ (
        take(api.GET('/api/v1/audits/{audit_id}/moves', { params: { path: { audit_id: id } }, signal }))
      ),
  });

/** Everybody whose role lets them audit. */
export const auditorsQuery = () =>
  queryOptions({
    queryKey: ['people', 'who may audit'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        /** @type {const} */ (['auditor', 'team_manager']).map((role) =>
          take(api.GET('/api/v1/people', { params: { query: { role, limit: 200 } }, signal })),
        ),
      );
      const people = /** @type {import('../access/api.js').PersonListed[]} */ (pages.flatMap((page) => page.items));
      return [...new Map(people.map((person) => [person.id, person])).values()]
        .filter((person) => person.is_active)
        .toSorted((a, b) => a.name.localeCompare(b.name));
    },
  });

/** @param {AuditCreate} audit */
export const allocateAudit = (audit) =>
  /** @type {Promise<Audit>} */ (take(api.POST('/api/v1/audits', { body: audit })));

/** Sends what changed, in the words of Autosave. @param {string} id
 * @param {import('../kernel/autosave.js').Fields} changes @param {number} version
 * @returns {Promise<import('../kernel/autosave.js').Saved & { detail: string }>} */
export async function saveAudit(id, changes, version) {
  const { data, error, response } = await api.PATCH('/api/v1/audits/{audit_id}', {
    params: { path: { audit_id: id }, header: { 'if-match': ifMatch(version) } },
    body: bodyOf(changes),
  });
  const held = /** @type {Audit|undefined} */ (data ?? /** @type {any} */ (error)?.current);
  return {
    status: response.status,
    version: held?.version ?? version,
    fields: held ? fieldsOf(held) : {},
    detail: response.ok ? '' : problemOf(response.status, error).message,
  };
}

/** @param {string} id @param {number} version */
export const submitAudit = (id, version) =>
  /** @type {Promise<Audit>} */ (
    take(
      api.POST('/api/v1/audits/{audit_id}/submit', {
        params: { path: { audit_id: id }, header: { 'if-match': ifMatch(version) } },
      }),
    )
  );

/** @param {string} id @param {string} reason */
export const withdrawAudit = (id, reason) =>
  /** @type {Promise<Audit>} */ (
    take(api.POST('/api/v1/audits/{audit_id}/withdraw', { params: { path: { audit_id: id } }, body: { reason } }))
  );

/** @param {string} id */
export const finaliseAudit = (id) =>
  /** @type {Promise<Audit>} */ (
    take(api.POST('/api/v1/audits/{audit_id}/finalise', { params: { path: { audit_id: id } } }))
  );

/** @param {string} id */
export const declineAudit = (id) =>
  /** @type {Promise<Audit>} */ (
    take(api.POST('/api/v1/audits/{audit_id}/decline', { params: { path: { audit_id: id } } }))
  );

/** @param {string} id @param {number} version @param {Schemas['AuditReallocate']} change */
export const reallocateAudit = (id, version, change) =>
  /** @type {Promise<Audit>} */ (
    take(
      api.POST('/api/v1/audits/{audit_id}/reallocate', {
        params: { path: { audit_id: id }, header: { 'if-match': ifMatch(version) } },
        body: change,
      }),
    )
  );

/** @param {string} id @param {number} version @param {string} reason */
export const overrideConflict = (id, version, reason) =>
  /** @type {Promise<Audit>} */ (
    take(
      api.POST('/api/v1/audits/{audit_id}/override', {
        params: { path: { audit_id: id }, header: { 'if-match': ifMatch(version) } },
        body: { reason },
      }),
    )
  );
