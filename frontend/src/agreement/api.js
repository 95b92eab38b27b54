/** What this room asks of the API: how far grades agree, and inspectors' grades. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['CouncilAgreement']} Agreement */
/** @typedef {Schemas['FiguresRead']} Figures */
/** @typedef {Schemas['StandardFigures']} StandardFigures */
/** @typedef {Schemas['KindFigures']} KindFigures */
/** @typedef {Schemas['AgreementEstimate']} Estimate */
/** @typedef {Schemas['AgreementCoefficient']} Coefficient */
/** @typedef {Schemas['AgreementLevel']} Level */
/** @typedef {Schemas['HardestRead']} Hardest */
/** @typedef {Schemas['OwnAgreement']} Own */
/** @typedef {Schemas['ExternalRatingRead']} Rating */
/** @typedef {NonNullable<paths['/api/v1/agreement']['get']['parameters']['query']>} Filters */

/** @param {Record<string, string>} filters */
export const agreementQuery = (filters) =>
  queryOptions({
    queryKey: ['agreement', 'figures', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {Filters} */ (chosen(filters));
      return /** @type {Promise<Agreement>} */ (take(api.GET('/api/v1/agreement', { params: { query }, signal })));
    },
  });

/** @param {Record<string, string>} filters */
export const hardestQuery = (filters) =>
  queryOptions({
    queryKey: ['agreement', 'hardest', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {Filters} */ (chosen(filters));
      return /** @type {Promise<Hardest[]>} */ (
        take(api.GET('/api/v1/agreement/hardest', { params: { query }, signal }))
      );
    },
  });

/** @param {Record<string, string>} filters */
export const gapsQuery = (filters) =>
  queryOptions({
    queryKey: ['agreement', 'gaps', filters],
    queryFn: async ({ signal }) => {
      const query = /** @type {Filters} */ (chosen(filters));
      const page = await take(
        api.GET('/api/v1/agreement/gaps', { params: { query: { ...query, limit: 20 } }, signal }),
      );
      return /** @type {Schemas['GapRead'][]} */ (page.items);
    },
  });

/** @param {{ from_on: string }} period */
export const leansQuery = ({ from_on }) =>
  queryOptions({
    queryKey: ['agreement', 'leans', from_on],
    queryFn: ({ signal }) =>
      /** @type {Promise<Schemas['LeansRead']>} */ (
        take(api.GET('/api/v1/agreement/leans', { params: { query: chosen({ from_on }) }, signal }))
      ),
  });

/** @param {{ from_on: string }} period */
export const ownQuery = ({ from_on }) =>
  queryOptions({
    queryKey: ['agreement', 'mine', from_on],
    queryFn: ({ signal }) =>
      /** @type {Promise<Own>} */ (
        take(api.GET('/api/v1/agreement/mine', { params: { query: chosen({ from_on }) }, signal }))
      ),
  });

/** @param {string} auditId */
export const ratingsQuery = (auditId) =>
  queryOptions({
    queryKey: ['agreement', 'ratings', auditId],
    queryFn: async ({ signal }) => {
      const query = { audit_id: auditId, limit: 50 };
      const page = await take(api.GET('/api/v1/agreement/ratings', { params: { query }, signal }));
      return /** @type {Rating[]} */ (page.items);
    },
  });

/** @param {Schemas['ExternalRatingCreate']} rating */
export const enterRating = (rating) =>
  /** @type {Promise<Rating>} */ (take(api.POST('/api/v1/agreement/ratings', { body: rating })));
