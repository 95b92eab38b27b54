/** The two calls of somebody who answers: they carry the link's token and nothing that says who it is. */

/** @typedef {import('../kernel/schema.d.ts').components['schemas']['FormRead']} Form */
/** @typedef {Record<string, number|null>} Answers by question; null is "I do not want to say" */

/** A link that cannot be used, in the words of the API. */
export class LinkGone extends Error {}

/** @param {string} path @param {unknown} body */
async function post(path, body) {
  const answer = await fetch(`/api/v1/respond/${path}`, {
    method: 'POST',
    credentials: 'omit',
    cache: 'no-store',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status === 404 || answer.status === 422) {
    const { detail } = await answer.json().catch(() => ({}));
    throw new LinkGone(answer.status === 404 && typeof detail === 'string' ? detail : 'This link does not work.');
  }
  if (!answer.ok) throw new Error(`The answer was ${answer.status}.`);
  return answer.json();
}

/** @param {string} token @returns {Promise<Form>} */
export const openForm = (token) => post('form', { token });

/** @param {string} token @param {Answers} answers */
export const respond = (token, answers) => post('answers', { token, answers });
