/** What this room asks of the API: the journal of what was seen and done. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['JournalEntryRead']} JournalEntry */

/** @param {{ child_id?: string, actor_id?: string, action?: string, cursor?: string }} filters */
export const journalQuery = (filters) =>
  queryOptions({
    queryKey: ['journal', filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/journal', { params: { query: chosen({ limit: pageLength, ...filters }) }, signal })),
    // Who looks at the journal wants what is in it now.
    staleTime: 0,
  });
