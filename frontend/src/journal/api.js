/** What this room asks of the API: the journal of what was seen and done. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {{ id: number, at: string, actor_kind: string|null, actor_id: string|null, actor_name: string|null, verb: string|null, action: 'seen'|'created'|'changed'|'deleted'|'denied', noun: string|null, subject_ids: string[], child_ids: string[], fields: string[], request_id: string|null }} JournalEntry */

/** @param {{ child_id?: string, actor_id?: string, action?: string, cursor?: string }} filters */
export const journalQuery = (filters) =>
  queryOptions({
    queryKey: ['journal', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<import('../access/api.js').Page<JournalEntry>>} */ (
        take(api.GET('/api/v1/journal', { params: { query: chosen(filters) }, signal }))
      ),
    // Who looks at the journal wants what is in it now.
    staleTime: 0,
  });
