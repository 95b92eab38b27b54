/** What this room asks of the API: people, their roles, the council's units and its machine clients. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, take } from '../kernel/client.js';

/** @typedef {{ id: string, name: string, email: string, job_title: string, unit_id: string|null, unit_name: string|null, is_active: boolean, roles: string[] }} PersonListed */
/** @typedef {{ id: string, role: string, unit_id: string|null, unit_name: string|null, from_on: string, to_on: string|null, reason: string }} Grant */
/** @typedef {PersonListed & { worker_ref: string|null, version: number, grants: Grant[] }} Person */
/** @typedef {{ id: string, parent_id: string|null, kind: 'council'|'service'|'team', name: string }} Unit */
/** @typedef {{ id: string, name: string, client_id: string, role: string, source_system: string|null, is_active: boolean, created_at: string }} MachineClient */
/** @template T @typedef {{ items: T[], next_cursor: string|null, total: number|null }} Page */

/** @param {{ q?: string, role?: string, cursor?: string }} filters */
export const peopleQuery = (filters) =>
  queryOptions({
    queryKey: ['people', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<Page<PersonListed>>} */ (
        take(api.GET('/api/v1/people', { params: { query: chosen(filters) }, signal }))
      ),
  });

/** @param {string} id */
export const personQuery = (id) =>
  queryOptions({
    queryKey: ['people', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Person>} */ (
        take(api.GET('/api/v1/people/{person_id}', { params: { path: { person_id: id } }, signal }))
      ),
  });

/** Every unit of the council: there are some dozens. */
export const unitsQuery = () =>
  queryOptions({
    queryKey: ['units'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/units', { params: { query: { limit: 200 } }, signal }));
      return /** @type {Unit[]} */ (page.items);
    },
    staleTime: 600_000,
  });

/** @param {{ name: string, email: string, job_title: string, unit_id: string|null }} person */
export const createPerson = (person) =>
  /** @type {Promise<Person & { initial_password: string }>} */ (take(api.POST('/api/v1/people', { body: person })));

/** @param {Person} person @param {{ is_active?: boolean, job_title?: string, unit_id?: string|null }} change */
export const updatePerson = (person, change) =>
  /** @type {Promise<Person>} */ (
    take(
      api.PATCH('/api/v1/people/{person_id}', {
        params: { path: { person_id: person.id }, header: { 'if-match': ifMatch(person.version) } },
        body: change,
      }),
    )
  );

/** @param {string} id @param {{ role: string, unit_id: string|null, from_on: string|null, to_on: string|null, reason: string }} grant */
export const grantRole = (id, grant) =>
  /** @type {Promise<Person>} */ (
    take(api.POST('/api/v1/people/{person_id}/grants', { params: { path: { person_id: id } }, body: grant }))
  );

/** @param {string} id @param {string} grantId */
export const endGrant = (id, grantId) =>
  /** @type {Promise<Person>} */ (
    take(
      api.DELETE('/api/v1/people/{person_id}/grants/{grant_id}', {
        params: { path: { person_id: id, grant_id: grantId } },
      }),
    )
  );

/** @param {{ cursor?: string }} filters */
export const clientsQuery = (filters) =>
  queryOptions({
    queryKey: ['clients', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<Page<MachineClient>>} */ (
        take(api.GET('/api/v1/clients', { params: { query: chosen(filters) }, signal }))
      ),
  });

/** @param {{ name: string, role: string, source_system: string|null }} client */
export const createClient = (client) =>
  /** @type {Promise<MachineClient & { client_secret: string }>} */ (
    take(api.POST('/api/v1/clients', { body: client }))
  );

/** @param {string} id */
export const revokeClient = (id) =>
  /** @type {Promise<MachineClient>} */ (
    take(api.POST('/api/v1/clients/{client_id}/revoke', { params: { path: { client_id: id } } }))
  );
