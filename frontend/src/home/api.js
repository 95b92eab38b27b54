/** What the first page asks of the API: the triangle, and what waits for the person who looks. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {{ value: number|null, n: number|null, as_of: string|null, status: string }} Cell */
/** @typedef {{ number: number, text: string, voice: Cell, numbers: Cell, practice: Cell, message: string }} TriangleRow */
/** @typedef {{ as_of: string|null, corners: Record<'voice'|'numbers'|'practice', { n: number|null, indicators: number }>, balance: import('../kernel/charts/TriangleBalance.jsx').Quarter[], standards: TriangleRow[] }} Triangle */
/** @typedef {{ id: string, reference: string, child_ref: string, unit_name: string|null, state: string, due_on: string, is_overdue: boolean, answered: number, questions_count: number }} MyAudit */
/** @typedef {{ id: string, audit_reference: string, unit_name: string|null, state: string, due_on: string, is_overdue: boolean }} MyModeration */

/** @param {string} unitId a unit, or empty for the council */
export const triangleQuery = (unitId) =>
  queryOptions({
    queryKey: ['triangle', unitId],
    queryFn: ({ signal }) =>
      /** @type {Promise<Triangle>} */ (
        take(api.GET('/api/v1/triangle', { params: { query: chosen({ unit_id: unitId }) }, signal }))
      ),
  });

/** My audits that are still to be done, the most urgent first. */
export const myAuditsQuery = () =>
  queryOptions({
    queryKey: ['audits', 'mine'],
    queryFn: async ({ signal }) => {
      const query = { mine: true, limit: 100 };
      const page = await take(api.GET('/api/v1/audits', { params: { query }, signal }));
      return /** @type {MyAudit[]} */ (page.items)
        .filter((audit) => audit.state === 'allocated' || audit.state === 'in_progress')
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
      return /** @type {MyModeration[]} */ (page.items)
        .filter((moderation) => moderation.state !== 'completed')
        .toSorted((a, b) => a.due_on.localeCompare(b.due_on));
    },
  });
