/** What went wrong, in the one shape that the API answers with (RFC 9457), and where in a form it belongs. */

/** @typedef {{ pointer: string, code: string, detail: string }} FieldProblem */
/** @typedef {{ status?: number, code?: string, title?: string, detail?: string, errors?: FieldProblem[] }} ProblemBody */

/** The words for an answer that brought none of its own. @type {Record<number, string>} */
const words = {
  0: 'Plumbline could not be reached. Check your connection and try again.',
  401: 'You are signed out. Sign in again to go on.',
  403: 'Your role does not allow this.',
  404: 'This does not exist, or it is outside what your role may see.',
  409: 'This cannot be done in its present state.',
  412: 'Someone else has changed this since you opened it.',
  429: 'Too many tries. Wait a minute and try again.',
};

/** An answer of the API that is not a success. `status` is 0 when no answer came at all. */
export class Problem extends Error {
  /** @param {ProblemBody} body @param {unknown} [raw] the whole answer, which may hold more (`current` with a 412) */
  constructor(body, raw = body) {
    const status = body.status ?? 0;
    super(body.detail || words[status] || body.title || 'Something went wrong. Try again later.');
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? '';
    this.errors = body.errors ?? [];
    this.raw = raw;
  }

  /** The words for one field. @param {string} pointer JSON pointer in the body, such as "/answers/…/reason" */
  at(pointer) {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

/** Reads the body of a failed answer, which may be anything when a proxy answered in the API's place.
 * @param {number} status @param {unknown} body @returns {Problem} */
export function problemOf(status, body) {
  const said = body !== null && typeof body === 'object' ? /** @type {ProblemBody} */ (body) : {};
  const errors = Array.isArray(said.errors) ? said.errors.filter((error) => typeof error?.pointer === 'string') : [];
  return new Problem(
    {
      status,
      code: typeof said.code === 'string' ? said.code : '',
      title: typeof said.title === 'string' ? said.title : undefined,
      detail: typeof said.detail === 'string' ? said.detail : undefined,
      errors,
    },
    body,
  );
}

/** A problem found before anything was sent. @param {Record<string, string|false>} fields pointer to words, or false where nothing is wrong */
export function problemIn(fields) {
  const errors = Object.entries(fields).flatMap(([pointer, detail]) =>
    detail === false ? [] : [{ pointer, code: 'missing', detail }],
  );
  return errors.length ? new Problem({ status: 422, detail: 'Check what you entered.', errors }) : null;
}

/** Whatever was thrown, as a problem. @param {unknown} error @returns {Problem} */
export function asProblem(error) {
  if (error instanceof Problem) return error;
  return new Problem({ status: -1, detail: 'Something went wrong in this page. Reload it and try again.' }, error);
}

/** The id of the form field that a pointer speaks of: the one rule that joins fields and error summary.
 * @param {string} pointer */
export const fieldId = (pointer) => `field${pointer.replace(/[^A-Za-z0-9_-]+/g, '-')}`;
