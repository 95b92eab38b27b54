/** What this room asks of the API: notes on an indicator, a new one, and a note's end. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['AnnotationWrite']} AnnotationWrite */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['AnnotationRead']} Annotation */

/** @param {string} indicator @param {string} unit_id */
export const notesQuery = (indicator, unit_id) =>
  queryOptions({
    queryKey: ['annotations', indicator, unit_id],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/annotations', { params: { query: chosen({ indicator, unit_id, limit: 100 }) }, signal })),
  });

/** @param {AnnotationWrite} note */
export const writeAnnotation = (note) => take(api.POST('/api/v1/annotations', { body: note }));

/** @param {{ id: string, reason: string }} given */
export const withdrawAnnotation = ({ id, reason }) =>
  take(
    api.POST('/api/v1/annotations/{annotation_id}/withdraw', {
      params: { path: { annotation_id: id } },
      body: { reason },
    }),
  );
