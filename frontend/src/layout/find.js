/** Children and audits by the reference that somebody types. */
import { api, take } from '../kernel/client.js';
import { may } from '../kernel/may.js';

/** @typedef {{ to: string, text: string, kind: string }} Target */

/** @param {string} words @returns {Promise<Target[]>} */
async function findChildren(words) {
  const page = await take(api.GET('/api/v1/children', { params: { query: { q: words, limit: 5 } } }));
  return page.items.map((child) => ({ to: `/children/${child.id}`, text: child.child_ref, kind: 'Child' }));
}

/** @param {string} words @returns {Promise<Target[]>} */
async function findAudits(words) {
  const page = await take(api.GET('/api/v1/audits', { params: { query: { q: words, limit: 5 } } }));
  return page.items.map((audit) => ({ to: `/audits/${audit.id}`, text: audit.reference, kind: 'Audit' }));
}

/** An audit's reference begins with "A-"; anything else may be a child's.
 * @param {string} words @param {import('../kernel/may.js').Allowed} session @returns {Promise<Target[]>} */
export async function findByReference(words, session) {
  if (/^a-/i.test(words)) return may(session, 'audits:read') ? findAudits(words) : [];
  return may(session, 'cases:read') ? findChildren(words) : [];
}
