/** What this room asks of the API: what the feed has, and the tokens with which tools read it. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['FeedRead']} Feed */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['FeedTableRead']} FeedTable */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['FeedTokenRead']} FeedToken */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['FeedTokenCreate']} FeedTokenCreate */

export const feedQuery = () =>
  queryOptions({ queryKey: ['feed'], queryFn: ({ signal }) => take(api.GET('/api/v1/feed', { signal })) });

/** @param {{ cursor?: string }} filters */
export const tokensQuery = (filters) =>
  queryOptions({
    queryKey: ['feed-tokens', filters],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/feed/tokens', { params: { query: chosen({ limit: pageLength, ...filters }) }, signal })),
  });

/** The clients of BI tools that are in use: a token is given to one of them. */
export const toolsQuery = () =>
  queryOptions({
    queryKey: ['clients', 'tools'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/clients', { params: { query: { limit: 200 } }, signal }));
      return page.items.filter((client) => client.role === 'bi_tool' && client.is_active);
    },
  });

/** @param {FeedTokenCreate} token */
export const createToken = (token) => take(api.POST('/api/v1/feed/tokens', { body: token }));

/** @param {string} id */
export const revokeToken = (id) =>
  take(api.POST('/api/v1/feed/tokens/{token_id}/revoke', { params: { path: { token_id: id } } }));
