/** What this room asks of the API: the council's own figures, and what was ever settled of one. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['ChoiceRead']} Choice */
/** @typedef {Schemas['ChoiceChange']} Change */
/** @typedef {Schemas['ChoiceSet']} ChoiceSet */

export const choicesQuery = () =>
  queryOptions({
    queryKey: ['choices'],
    queryFn: ({ signal }) => /** @type {Promise<Choice[]>} */ (take(api.GET('/api/v1/choices', { signal }))),
  });

/** @param {Choice['name']} name @param {string} cursor */
export const changesQuery = (name, cursor) =>
  queryOptions({
    queryKey: ['choices', name, 'changes', cursor],
    queryFn: ({ signal }) => {
      const params = { path: { name }, query: chosen({ limit: pageLength, cursor }) };
      return /** @type {Promise<import('../access/api.js').Page<Change>>} */ (
        take(api.GET('/api/v1/choices/{name}/changes', { params, signal }))
      );
    },
  });

/** @param {Choice['name']} name @param {ChoiceSet} figure */
export const setChoice = (name, figure) =>
  /** @type {Promise<Choice>} */ (
    take(api.PUT('/api/v1/choices/{name}', { params: { path: { name } }, body: figure }))
  );

/** Whether a figure is a code, which names something and counts nothing. @param {string} unit */
export const isCode = (unit) => unit.endsWith(' code');

/** "20 working days", one of them is a day; a code follows its name. @param {number} value @param {string} unit */
export const figureWords = (value, unit) =>
  isCode(unit)
    ? value
      ? `${unit} ${value}`
      : `No ${unit}`
    : `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
