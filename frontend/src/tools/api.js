/** What this room asks of the API: audit tools, made from the standards and sealed once published. */
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, take } from '../kernel/client.js';
import { versionQuery, versionsQuery } from '../standards/api.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ToolListed']} ToolListed */
/** @typedef {Schemas['ToolRead']} Tool */
/** @typedef {Schemas['ToolCreate']} ToolCreate */
/** @typedef {Schemas['ToolUpdate']} ToolUpdate */
/** @typedef {Schemas['ReadyMadeRead']} ReadyMade */
/** @typedef {Schemas['ScaleListed']} ScaleListed */
/** @typedef {Schemas['ScaleCreate']} ScaleCreate */
/** @typedef {{ id: string, code: string, text: string, set: string, setTitle: string }} Criterion */
/** @typedef {{ id: string, name: string, number: number, set: string }} Standard */
/** @typedef {{ versions: { id: string, set: string }[], standards: Standard[], criteria: Criterion[] }} Clauses what is published today */
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

/** @param {{ id: string, version: number }} tool @param {ToolUpdate} content */
export const replaceTool = (tool, content) =>
  /** @type {Promise<Tool>} */ (take(api.PUT('/api/v1/tools/{tool_id}', { params: at(tool), body: content })));

/** @param {Tool} tool */
export const deleteTool = (tool) => take(api.DELETE('/api/v1/tools/{tool_id}', { params: at(tool) }));

/** Begins the next version. @param {Tool} tool */
export const versionTool = (tool) =>
  /** @type {Promise<Tool>} */ (
    take(api.POST('/api/v1/tools/{tool_id}/versions', { params: { path: { tool_id: tool.id } } }))
  );

export const readyMadeQuery = () =>
  queryOptions({
    queryKey: ['tools', 'ready-made'],
    queryFn: ({ signal }) =>
      /** @type {Promise<ReadyMade[]>} */ (take(api.GET('/api/v1/tools/ready-made', { signal }))),
  });

export const scalesQuery = () =>
  queryOptions({
    queryKey: ['tools', 'scales'],
    queryFn: ({ signal }) => /** @type {Promise<ScaleListed[]>} */ (take(api.GET('/api/v1/tools/scales', { signal }))),
  });

/** @param {ScaleCreate} scale */
export const createScale = (scale) =>
  /** @type {Promise<ScaleListed>} */ (take(api.POST('/api/v1/tools/scales', { body: scale })));

/** The standards and criteria of every set as they are published today. @param {import('@tanstack/react-query').QueryClient} client */
export const clausesQuery = (client) =>
  queryOptions({
    queryKey: ['standards', 'clauses'],
    queryFn: async () => {
      const listed = await client.fetchQuery(versionsQuery());
      const published = listed.filter(({ state }) => state === 'published');
      const versions = await Promise.all(published.map(({ id }) => client.fetchQuery(versionQuery(id))));
      const of = versions.flatMap(({ set, standards }) => standards.map((standard) => ({ set, ...standard })));
      return {
        versions: published.map(({ id, set }) => ({ id, set: set.code })),
        standards: of.map(({ id, number, text, set }) => ({
          id,
          name: `${number}. ${text} (${set.title})`,
          number,
          set: set.code,
        })),
        criteria: of.flatMap(({ set, criteria }) =>
          criteria.map(({ id, code, text }) => ({ id, code, text, set: set.code, setTitle: set.title })),
        ),
      };
    },
  });
