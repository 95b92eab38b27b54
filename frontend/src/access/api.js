/** What this room asks of the API: people, their roles, the council's units and its machine clients. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['PersonListed']} PersonListed */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['GrantRead']} Grant */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['PersonRead']} Person */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['UnitRead']} Unit */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ClientRead']} MachineClient */
/** @template T @typedef {{ items: T[], next_cursor?: string|null, total?: number|null }} Page */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['GrantCreate']} GrantCreate */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ClientCreate']} ClientCreate */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['PersonUpdate']} PersonUpdate */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['PersonCreate']} PersonCreate */

/** @param {{ q?: string, role?: string, cursor?: string }} filters */
export const peopleQuery = (filters) =>
  queryOptions({
    queryKey: ['people', filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/people', { params: { query: chosen({ limit: pageLength, ...filters }) }, signal })),
  });

/** @param {string} id */
export const personQuery = (id) =>
  queryOptions({
    queryKey: ['people', id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/people/{person_id}', { params: { path: { person_id: id } }, signal })),
  });

/** Every unit of the council: there are some dozens. */
export const unitsQuery = () =>
  queryOptions({
    queryKey: ['units'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/units', { params: { query: { limit: 200 } }, signal }));
      return page.items;
    },
    staleTime: 600_000,
  });

/** @param {PersonCreate} person */
export const createPerson = (person) => take(api.POST('/api/v1/people', { body: person }));

/** @param {Person} person @param {PersonUpdate} change */
export const updatePerson = (person, change) =>
  take(
    api.PATCH('/api/v1/people/{person_id}', {
      params: { path: { person_id: person.id }, header: { 'if-match': ifMatch(person.version) } },
      body: change,
    }),
  );

/** @param {string} id @param {GrantCreate} grant */
export const grantRole = (id, grant) =>
  take(api.POST('/api/v1/people/{person_id}/grants', { params: { path: { person_id: id } }, body: grant }));

/** @param {string} id @param {string} grantId */
export const endGrant = (id, grantId) =>
  take(
    api.DELETE('/api/v1/people/{person_id}/grants/{grant_id}', {
      params: { path: { person_id: id, grant_id: grantId } },
    }),
  );

/** @param {{ cursor?: string }} filters */
export const clientsQuery = (filters) =>
  queryOptions({
    queryKey: ['clients', filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/clients', { params: { query: chosen({ limit: pageLength, ...filters }) }, signal })),
  });

/** @param {ClientCreate} client */
export const createClient = (client) => take(api.POST('/api/v1/clients', { body: client }));

/** @param {string} id */
export const revokeClient = (id) =>
  take(api.POST('/api/v1/clients/{client_id}/revoke', { params: { path: { client_id: id } } }));
