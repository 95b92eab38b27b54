/** What this room asks of the API: surveys, their links and their results. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['SurveyListed']} SurveyListed */
/** @typedef {Schemas['SurveyRead']} Survey */
/** @typedef {Schemas['SurveyCreate']} SurveyCreate */
/** @typedef {Schemas['SurveyUpdate']} SurveyUpdate */
/** @typedef {Schemas['ResultsRead']} Results */
/** @typedef {NonNullable<paths['/api/v1/surveys']['get']['parameters']['query']>} SurveyQuery */

/** @param {Record<string, string>} filters */
export const surveysQuery = (filters) =>
  queryOptions({
    queryKey: ['surveys', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {SurveyQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<SurveyListed>>} */ (
        take(api.GET('/api/v1/surveys', { params: { query }, signal }))
      );
    },
  });

/** @param {string} id */
export const surveyQuery = (id) =>
  queryOptions({
    queryKey: ['surveys', id],
    queryFn: ({ signal }) =>
      /** @type {Promise<Survey>} */ (
        take(api.GET('/api/v1/surveys/{survey_id}', { params: { path: { survey_id: id } }, signal }))
      ),
  });

/** @param {string} id */
export const resultsQuery = (id) =>
  queryOptions({
    queryKey: ['surveys', id, 'results'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Results>} */ (
        take(api.GET('/api/v1/surveys/{survey_id}/results', { params: { path: { survey_id: id } }, signal }))
      ),
  });

/** @param {SurveyCreate} survey */
export const createSurvey = (survey) =>
  /** @type {Promise<Survey>} */ (take(api.POST('/api/v1/surveys', { body: survey })));

/** @param {Survey} survey @param {SurveyUpdate} change */
export const updateSurvey = (survey, change) =>
  /** @type {Promise<Survey>} */ (
    take(
      api.PATCH('/api/v1/surveys/{survey_id}', {
        params: { path: { survey_id: survey.id }, header: { 'if-match': ifMatch(survey.version) } },
        body: change,
      }),
    )
  );

/** @param {string} id */
export const openSurvey = (id) =>
  /** @type {Promise<Survey>} */ (
    take(api.POST('/api/v1/surveys/{survey_id}/open', { params: { path: { survey_id: id } } }))
  );

/** @param {string} id */
export const closeSurvey = (id) =>
  /** @type {Promise<Survey>} */ (
    take(api.POST('/api/v1/surveys/{survey_id}/close', { params: { path: { survey_id: id } } }))
  );

/** Links that the API shows this once. @param {string} id @param {number} count */
export async function createLinks(id, count) {
  const params = { path: { survey_id: id } };
  const made = await take(api.POST('/api/v1/surveys/{survey_id}/links', { params, body: { count } }));
  return /** @type {string[]} */ (made.links);
}
