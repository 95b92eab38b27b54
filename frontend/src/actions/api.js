/** What this room asks of the API: actions, who may be given one, and each step that is taken. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ActionListed']} ActionListed */
/** @typedef {Schemas['ActionRead']} Action */
/** @typedef {Schemas['ActionCreate']} ActionCreate */
/** @typedef {Schemas['ActionUpdate']} ActionUpdate */
/** @typedef {Schemas['ActionProve']} ActionProve */
/** @typedef {Schemas['LoopRead']} Loop */
/** @typedef {Schemas['PersonNamed']} PersonNamed */
/** @typedef {NonNullable<paths['/api/v1/actions']['get']['parameters']['query']>} ActionQuery */
/** @template T @typedef {import('../access/api.js').Page<T>} Page */

/** @param {Record<string, string|number|boolean>} filters */
export const actionsQuery = (filters) =>
  queryOptions({
    queryKey: ['actions', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ActionQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<Page<ActionListed>>} */ (
        take(api.GET('/api/v1/actions', { params: { query }, signal }))
      );
    },
  });

/** @param {string} id */
export const actionQuery = (id) =>
  queryOptions({
    queryKey: ['actions', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Action>} */ (
        take(api.GET('/api/v1/actions/{action_id}', { params: { path: { action_id: id } }, signal }))
      ),
  });

/** How far the actions in sight have come. @param {string} unitId */
export const loopQuery = (unitId) =>
  queryOptions({
    queryKey: ['actions', 'loop', unitId],
    queryFn: ({ signal }) =>
      /** @type {Promise<Loop>} */ (
        take(api.GET('/api/v1/actions/loop', { params: { query: chosen({ unit_id: unitId }) }, signal }))
      ),
  });

/** Who may be given an action, or asked to verify one. @param {'complete'|'verify'} to @param {string} q */
export const actionPeopleQuery = (to, q) =>
  queryOptions({
    queryKey: ['people', 'for actions', to, q],
    queryFn: ({ signal }) =>
      /** @type {Promise<Page<PersonNamed>>} */ (
        take(api.GET('/api/v1/actions/people', { params: { query: chosen({ to, q, limit: 200 }) }, signal }))
      ),
  });

/** @param {ActionCreate} action */
export const setAction = (action) =>
  /** @type {Promise<Action>} */ (take(api.POST('/api/v1/actions', { body: action })));

/** @param {Action} action */
const at = (action) => ({ path: { action_id: action.id }, header: { 'if-match': ifMatch(action.version) } });

/** @param {Action} action @param {ActionUpdate} change */
export const updateAction = (action, change) =>
  /** @type {Promise<Action>} */ (take(api.PATCH('/api/v1/actions/{action_id}', { params: at(action), body: change })));

/** @param {Action} action @param {string} done_text @param {string} evidence */
export const completeAction = (action, done_text, evidence) =>
  /** @type {Promise<Action>} */ (
    take(api.POST('/api/v1/actions/{action_id}/complete', { params: at(action), body: { done_text, evidence } }))
  );

/** @param {Action} action @param {string} seen_text */
export const verifyAction = (action, seen_text) =>
  /** @type {Promise<Action>} */ (
    take(api.POST('/api/v1/actions/{action_id}/verify', { params: at(action), body: { seen_text } }))
  );

/** @param {Action} action @param {string} reason */
export const reopenAction = (action, reason) =>
  /** @type {Promise<Action>} */ (
    take(api.POST('/api/v1/actions/{action_id}/reopen', { params: at(action), body: { reason } }))
  );

/** @param {Action} action @param {ActionProve} proof */
export const proveAction = (action, proof) =>
  /** @type {Promise<Action>} */ (
    take(api.POST('/api/v1/actions/{action_id}/prove', { params: at(action), body: proof }))
  );

/** @param {Action} action @param {string} reason */
export const cancelAction = (action, reason) =>
  /** @type {Promise<Action>} */ (
    take(api.POST('/api/v1/actions/{action_id}/cancel', { params: at(action), body: { reason } }))
  );
