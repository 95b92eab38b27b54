/** What this room asks of the API: what indicators are to reach, and all that was ever set. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['TargetRead']} Target */

/** @param {string} indicator */
export const targetsQuery = (indicator) =>
  queryOptions({
    queryKey: ['targets', indicator],
    queryFn: async ({ signal }) => {
      const page = await take(
        api.GET('/api/v1/targets', { params: { query: chosen({ indicator, limit: 100 }) }, signal }),
      );
      return /** @type {Target[]} */ (page.items);
    },
  });

/** @param {Schemas['TargetSet']} target */
export const setTarget = (target) =>
  /** @type {Promise<Target>} */ (take(api.POST('/api/v1/targets', { body: target })));
