/** What the figures of one worker's cases ask of the API: shown on their supervision sheet alone. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['WorkerFigures']} WorkerFigures */

/** @param {string} workerId @param {{ from_on: string, to_on: string }} period */
export const workerFiguresQuery = (workerId, period) =>
  queryOptions({
    queryKey: ['indicators', 'worker', workerId, period],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/worker-figures/{worker_id}', {
          params: { path: { worker_id: workerId }, query: chosen(period) },
          signal,
        }),
      ),
  });
