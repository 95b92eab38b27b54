/** What this room asks of the API: audit tools, made from the standards and sealed once published. */
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ToolListed']} ToolListed */
/** @typedef {Schemas['ToolRead']} Tool */
/** @typedef {Schemas['ToolCreate']} ToolCreate */
/** @typedef {Tool['sections'][number]} Section */
/** @typedef {Section['questions'][number]} Question */
/** @typedef {Tool['scale']['levels'][number]} Level */

/** All tools: a council has some dozens. */
export const toolsQuery = () =>
  queryOptions({
    queryKey: ['tools'],
    queryFn: async ({ signal }) => {
      const page = await take(api.GET('/api/v1/tools', { params: { query: { limit: 200 } }, signal }));
      return /** @type {ToolListed[]} */ (page.items);
    },
  });

/** @param {string} id */
export const toolQuery = (id) =>
  queryOptions({
    queryKey: ['tools', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Tool>} */ (
        take(api.GET('/api/v1/tools/{tool_id}', { params: { path: { tool_id: id } }, signal }))
      ),
  });

/** @param {ToolCreate} tool */
export const createTool = (tool) => /** @type {Promise<Tool>} */ (take(api.POST('/api/v1/tools', { body: tool })));

/** Where a draft is, and at which version of it. @param {{ id: string, version: number }} tool */
const at = (tool) => ({ path: { tool_id: tool.id }, header: { 'if-match': ifMatch(tool.version) } });

/** @param {Tool} tool */
export const publishTool = (tool) =>
  /** @type {Promise<Tool>} */ (take(api.POST('/api/v1/tools/{tool_id}/publish', { params: at(tool) })));
