/** Escalations: audits below good, told to whoever answers for the team. */
import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['EscalationRead']} Escalation */

/** @param {{ audit_id?: string, is_open?: boolean, mine?: boolean }} query */
export const escalationsQuery = (query) =>
  queryOptions({
    queryKey: ['escalations', query],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/escalations', { params: { query: { ...query, limit: 50 } }, signal }));
      return /** @type {{ items: Escalation[] }} */ (page).items;
    },
  });

/** @param {string} id @param {string} note */
export const acknowledgeEscalation = (id, note) =>
  /** @type {Promise<Escalation>} */ (
    take(
      api.POST('/api/v1/escalations/{escalation_id}/acknowledge', {
        params: { path: { escalation_id: id } },
        body: { note },
      }),
    )
  );
