/** Children and audits by the reference that somebody types. */
import { api, take } from '../kernel/client.js';
import { may } from '../kernel/may.js';

/** @typedef {{ to: string, text: string, kind: string }} Target */

/** @param {string} words @returns {Promise<Target[]>} */
async function findChildren(words) {
  const page = await take(api.GET('/api/v1/children', { params: { query: { q: words, limit: 5 } } }));
  return page.items.map((child) => ({ to: `/children/${child.id}`, text: child.child_ref, kind: 'Child' }));
}

/** The API lists audits but does not search them: the list is read, a thousand at most. @param {string} words @returns {Promise<Target[]>} */
async function findAudits(words) {
  /** @type {Target[]} */
  const found = [];
  /** @type {string|null|undefined} */
  let cursor;
  for (let pages = 0; pages < 5 && found.length < 5; pages += 1) {
    const query = { limit: 200, ...(cursor ? { cursor } : {}) };
    /** @type {import('../access/api.js').Page<{ id: string, reference: string }>} */
    const page = await take(api.GET('/api/v1/audits', { params: { query } }));
    for (const audit of page.items) {
      if (audit.reference.toLowerCase().includes(words.toLowerCase())) {
        found.push({ to: `/audits/${audit.id}`, text: audit.reference, kind: 'Audit' });
      }
    }
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return found.slice(0, 5);
}

/** An audit's reference begins with "A-"; anything else may be a child's.
 * @param {string} words @param {import('../kernel/may.js').Allowed} session @returns {Promise<Target[]>} */
export async function findByReference(words, session) {
  if (/^a-/i.test(words)) return may(session, 'audits:read') ? findAudits(words) : [];
  return may(session, 'cases:read') ? findChildren(words) : [];
}
