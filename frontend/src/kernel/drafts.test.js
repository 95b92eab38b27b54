/** Drafts can be read by their writer alone, for seven days. Runs on a small stand-in for the browser's database. */
import { beforeEach, expect, it, vi } from 'vitest';
import { openDrafts } from './drafts.js';

/** jsdom has no IndexedDB; this keeps rows the way the one store of `drafts.js` does. @type {Map<string, { id: string }>} */
const rows = new Map();
vi.mock('idb', () => ({
  openDB: async () => ({
    get: async (/** @type {string} */ _, /** @type {string} */ id) => rows.get(id),
    getAll: async () => [...rows.values()],
    put: async (/** @type {string} */ _, /** @type {{ id: string }} */ row) => void rows.set(row.id, row),
    delete: async (/** @type {string} */ _, /** @type {string} */ id) => void rows.delete(id),
  }),
}));

const key = (/** @type {number} */ n) => btoa(String.fromCharCode(...new Array(32).fill(n)));
const week = 7 * 24 * 60 * 60 * 1000;

beforeEach(() => rows.clear());

it('gives back what was written, and stores none of its words in the clear', async () => {
  const drafts = await openDrafts({ owner: 'p-1', draftKey: key(1) });
  await drafts.write('audit/1', { changes: { reason: 'Seen alone in May' } });
  expect(await drafts.read('audit/1')).toEqual({ changes: { reason: 'Seen alone in May' } });
  const [row] = /** @type {{ sealed: ArrayBuffer }[]} */ (/** @type {unknown} */ ([...rows.values()]));
  expect(new TextDecoder().decode(row?.sealed)).not.toContain('Seen alone');
});

it('cannot be read with another key, and is then deleted', async () => {
  await (await openDrafts({ owner: 'p-1', draftKey: key(1) })).write('audit/1', { a: 1 });
  const other = await openDrafts({ owner: 'p-1', draftKey: key(2) });
  expect(await other.read('audit/1')).toBeUndefined();
  expect(rows.size).toBe(0);
});

it('shows and wipes only what belongs to its owner', async () => {
  const mine = await openDrafts({ owner: 'p-1', draftKey: key(1) });
  const theirs = await openDrafts({ owner: 'p-2', draftKey: key(2) });
  await mine.write('audit/1', 1);
  await theirs.write('audit/1', 2);
  expect(await mine.names()).toEqual(['audit/1']);
  await mine.wipe();
  expect(await mine.names()).toEqual([]);
  expect(await theirs.read('audit/1')).toBe(2);
});

it('goes after seven days, whoever opens the page next', async () => {
  await (await openDrafts({ owner: 'p-1', draftKey: key(1), now: () => 0 })).write('audit/1', 1);
  const sameWeek = await openDrafts({ owner: 'p-1', draftKey: key(1), now: () => week - 1 });
  expect(await sameWeek.read('audit/1')).toBe(1);
  await openDrafts({ owner: 'p-2', draftKey: key(2), now: () => week });
  expect(rows.size).toBe(0);
});
