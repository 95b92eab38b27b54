/** Words not yet sent, kept on this computer: encrypted with a key that only the signed-in page holds, for seven days at most. */
import { openDB } from 'idb';

/** @typedef {{ read: (name: string) => Promise<unknown>, write: (name: string, value: unknown) => Promise<void>, remove: (name: string) => Promise<void>, names: () => Promise<string[]>, wipe: () => Promise<void> }} Drafts */
/** @typedef {{ id: string, owner: string, name: string, iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer, expires_at: number }} DraftRow */

const keptFor = 7 * 24 * 60 * 60 * 1000;

/** @param {string} text base64 */
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/**
 * Opens the drafts of one person. Expired drafts are deleted, whoever wrote them.
 * @param {{ owner: string, draftKey: string, now?: () => number }} options `draftKey`: 32 bytes, base64, from GET /me
 * @returns {Promise<Drafts>}
 */
export async function openDrafts({ owner, draftKey, now = Date.now }) {
  const key = await crypto.subtle.importKey('raw', bytes(draftKey), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const db = await openDB('plumbline', 1, {
    upgrade: (database) => void database.createObjectStore('drafts', { keyPath: 'id' }),
  });
  const rows = async () => /** @type {DraftRow[]} */ (await db.getAll('drafts'));
  const idOf = (/** @type {string} */ name) => `${owner}/${name}`;
  for (const row of await rows()) if (row.expires_at <= now()) await db.delete('drafts', row.id);

  return {
    async read(name) {
      const row = /** @type {DraftRow|undefined} */ (await db.get('drafts', idOf(name)));
      if (!row || row.expires_at <= now()) return undefined;
      try {
        const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, key, row.sealed);
        return JSON.parse(new TextDecoder().decode(opened));
      } catch {
        // Sealed with a key that is gone: nobody can read it any more.
        await db.delete('drafts', row.id);
        return undefined;
      }
    },
    async write(name, value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
      await db.put('drafts', { id: idOf(name), owner, name, iv, sealed, expires_at: now() + keptFor });
    },
    remove: (name) => db.delete('drafts', idOf(name)),
    names: async () => (await rows()).filter((row) => row.owner === owner).map((row) => row.name),
    async wipe() {
      for (const row of await rows()) if (row.owner === owner) await db.delete('drafts', row.id);
    },
  };
}

/** Drafts that live as long as the page: where the browser keeps no database, or nobody gave a key. @returns {Drafts} */
export function memoryDrafts() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    read: async (name) => JSON.parse(kept.get(name) ?? 'null') ?? undefined,
    write: async (name, value) => void kept.set(name, JSON.stringify(value)),
    remove: async (name) => void kept.delete(name),
    names: async () => [...kept.keys()],
    wipe: async () => kept.clear(),
  };
}
