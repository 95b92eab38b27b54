/** What is asked of the API about one figure: how it came about, what it was, and which children stand behind it. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['EvidenceRead']} Evidence */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['MemberRead']} Member */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['EarlierRead']} Earlier */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']['BreakdownsRead']} Breakdowns */
/** @typedef {{ unit_id: string, period_type: string, period_start: string }} Place */

/** @param {string} code @param {Place} place */
export const evidenceQuery = (code, place) =>
  queryOptions({
    queryKey: ['indicators', code, 'evidence', place],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/indicators/{code}/evidence', { params: { path: { code }, query: chosen(place) }, signal })),
  });

/** @typedef {NonNullable<import('../kernel/schema.d.ts').operations['list_evidence_children']['parameters']['query']>} ChildrenQuery */

/** @param {string} code @param {Place & { met: string, group: string, cursor: string }} filters */
export const childrenQuery = (code, filters) =>
  queryOptions({
    queryKey: ['indicators', code, 'evidence', 'children', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {ChildrenQuery} */ (chosen(filters));
      return take(
        api.GET('/api/v1/indicators/{code}/evidence/children', { params: { path: { code }, query }, signal }),
      );
    },
  });

/** @param {string} code @param {Place} place */
export const breakdownsQuery = (code, place) =>
  queryOptions({
    queryKey: ['indicators', code, 'breakdowns', place],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indicators/{code}/breakdowns', { params: { path: { code }, query: chosen(place) }, signal }),
      ),
  });

/** @param {string} code @param {Place} place */
export const revisionsQuery = (code, place) =>
  queryOptions({
    queryKey: ['indicators', code, 'revisions', place],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/indicators/{code}/revisions', { params: { path: { code }, query: chosen(place) }, signal }),
      ),
  });

/** Where a figure's evidence is opened. @param {string} code @param {Partial<Place & { group: string }>} place */
export const evidenceAddress = (code, place) =>
  `/indicators/${code}/evidence?${new URLSearchParams(/** @type {Record<string, string>} */ (chosen(place)))}`;
