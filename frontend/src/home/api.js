/** What the first page asks of the API: the triangle, and what waits for the person who looks. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['TriangleRead']} Triangle */
/** @typedef {Triangle['standards'][number]} TriangleRow */
/** @typedef {TriangleRow['voice']} Cell */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['AuditListed']} MyAudit */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['ModerationListed']} MyModeration */

/** @param {string} unitId a unit, or empty for the council */
export const triangleQuery = (unitId) =>
  queryOptions({
    queryKey: ['triangle', unitId],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/triangle', { params: { query: chosen({ unit_id: unitId }) }, signal })),
  });

/** My audits that are still to be done, the most urgent first. */
export const myAuditsQuery = () =>
  queryOptions({
    queryKey: ['audits', 'mine'],
    queryFn: async ({ signal }) => {
      const query = { mine: true, limit: 100 };
      const page = await take(api.GET('/api/v1/audits', { params: { query }, signal }));
      return page.items
        .filter((audit) => ['allocated', 'in_progress', 'returned'].includes(audit.state) && !audit.is_declined)
        .toSorted((a, b) => a.due_on.localeCompare(b.due_on));
    },
  });

/** My second readings that are still to be done, the most urgent first. */
export const myModerationsQuery = () =>
  queryOptions({
    queryKey: ['moderations', 'mine'],
    queryFn: async ({ signal }) => {
      const query = { mine: true, limit: 100 };
      const page = await take(api.GET('/api/v1/moderations', { params: { query }, signal }));
      return page.items
        .filter(({ state }) => state !== 'completed' && state !== 'returned')
        .toSorted((a, b) => a.due_on.localeCompare(b.due_on));
    },
  });
