/** What this room asks of the API about versions: what an indicator counted and was called, and giving it other words. */
import { queryOptions } from '@tanstack/react-query';
import { api, ifMatch, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['VersionsRead']} Versions */
/** @typedef {Schemas['DefinitionRead']} Definition */
/** @typedef {Schemas['IndicatorWordingRead']} Wording */
/** @typedef {Wording['changed'][number]} Word */

/** The words of an indicator as a form names them, in the order in which they are read. @type {Record<Word, string>} */
export const wordNames = {
  title: 'Title',
  description: 'What it says',
  numerator_text: 'Counted',
  denominator_text: 'Out of',
  known_gaps: 'Known gaps',
  owner: 'Owner',
};

/** @type {Word[]} */
export const words = ['title', 'description', 'numerator_text', 'denominator_text', 'known_gaps', 'owner'];

/** @param {string} code */
export const versionsQuery = (code) =>
  queryOptions({
    queryKey: ['indicators', code, 'versions'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Versions>} */ (
        take(api.GET('/api/v1/indicators/{code}/versions', { params: { path: { code } }, signal }))
      ),
  });

/** @param {string} code @param {number} version @param {Schemas['IndicatorUpdate']} body */
export const updateIndicator = (code, version, body) =>
  take(
    api.PATCH('/api/v1/indicators/{code}', {
      params: { path: { code }, header: { 'if-match': ifMatch(version) } },
      body,
    }),
  );
