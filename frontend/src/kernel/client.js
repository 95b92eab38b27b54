/** The only way to the API: calls typed by its own description, with the cookie and the header that unsafe requests need. */
import createClient from 'openapi-fetch';
import { Problem, problemOf } from './problem.js';

/** @typedef {import('./schema.d.ts').paths} paths */

/** The event of the window that says that the API no longer knows who is asking. */
export const signedOut = 'plumbline:signed-out';

/** @type {import('openapi-fetch').Client<paths>} */
export const api = createClient({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  headers: { 'X-Plumbline': '1' },
  fetch: async (request) => {
    const answer = await globalThis.fetch(request);
    if (answer.status === 401) window.dispatchEvent(new Event(signedOut));
    return answer;
  },
});

/**
 * The body of a call that went well; otherwise throws a Problem.
 * @template T
 * @param {Promise<{ data?: T, error?: unknown, response: Response }>} call
 * @returns {Promise<T>}
 */
export async function take(call) {
  let answer;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem({ status: 0, code: 'no_connection' }, cause);
  }
  if (!answer.response.ok) throw problemOf(answer.response.status, answer.error);
  return /** @type {T} */ (answer.data);
}

/** How many rows a page of a list holds. */
export const pageLength = 25;

/** The header that says which version a change was made to. @param {number} version */
export const ifMatch = (version) => `"${version}"`;

/**
 * What was chosen, without what is empty, as the query of a call. The names are checked here; the values come from the
 * address bar, where anybody may write anything, and the API checks them.
 * @template {object} Query
 * @param {{ [Name in keyof NoInfer<Query>]?: string|number|boolean|null|undefined }} filters
 * @returns {Query}
 */
export const chosen = (filters) =>
  /** @type {Query} */ (
    Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '' && value != null))
  );
