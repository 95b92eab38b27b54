/** What must never be lost, and how two writers meet. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Autosave, flushAll, resumeAll } from './autosave.js';
import { memoryDrafts } from './drafts.js';

/** A server that keeps versions, as the API does. @param {Record<string, unknown>} fields */
function serverWith(fields) {
  const server = {
    fields,
    version: 1,
    isDown: false,
    refuses: 0,
    /** @type {{ changes: Record<string, unknown>, version: number }[]} */ asked: [],
    /** @param {Record<string, unknown>} changes @param {number} version */
    async save(changes, version) {
      server.asked.push({ changes, version });
      if (server.isDown) throw new TypeError('Failed to fetch');
      if (server.refuses) return { status: server.refuses, version: 0, fields: {} };
      if (version !== server.version) return { status: 412, version: server.version, fields: server.fields };
      return server.write(changes);
    },
    /** @param {Record<string, unknown>} changes */
    write(changes) {
      server.fields = { ...server.fields, ...changes };
      server.version += 1;
      return { status: 200, version: server.version, fields: server.fields };
    },
  };
  return server;
}

/** @type {Autosave[]} */
const openSavers = [];

/** @param {ReturnType<typeof serverWith>} server */
async function opened(server, drafts = memoryDrafts()) {
  const saver = new Autosave({
    name: 'audit/1',
    drafts,
    held: { version: server.version, fields: server.fields },
    save: (changes, version) => server.save(changes, version),
    random: () => 0,
  });
  await saver.open();
  openSavers.push(saver);
  return { saver, drafts };
}

/** What is kept of every tab. @param {import('./drafts.js').Drafts} drafts */
const kept = async (drafts) => Promise.all((await drafts.names()).map((name) => drafts.read(name)));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  openSavers.splice(0).forEach((saver) => saver.close());
  vi.useRealTimers();
});

describe('Autosave', () => {
  it('keeps a change on this computer at once and sends one patch after a pause', async () => {
    const server = serverWith({ a: 1 });
    const { saver, drafts } = await opened(server);
    saver.set('a', 2);
    saver.set('b', 3);
    await vi.advanceTimersByTimeAsync(0);
    expect(await kept(drafts)).toMatchObject([{ changes: { a: 2, b: 3 } }]);
    expect(server.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(800);
    expect(server.asked).toEqual([{ changes: { a: 2, b: 3 }, version: 1 }]);
    expect(saver.state).toMatchObject({ status: 'saved', unsent: 0, version: 2 });
    expect(await drafts.names()).toEqual([]);
  });

  it('keeps what two tabs wrote without a connection, and sends all of it after both were closed', async () => {
    const server = serverWith({ a: 1, b: 1 });
    server.isDown = true;
    const one = await opened(server);
    const two = await opened(server, one.drafts);
    one.saver.set('a', 'from one tab');
    await vi.advanceTimersByTimeAsync(10);
    two.saver.set('b', 'from the other');
    await vi.advanceTimersByTimeAsync(900);
    expect(one.saver.state.status).toBe('offline');
    one.saver.close();
    two.saver.close();
    server.isDown = false;
    const again = await opened(server, one.drafts);
    await vi.advanceTimersByTimeAsync(900);
    expect(server.fields).toEqual({ a: 'from one tab', b: 'from the other' });
    expect(again.saver.state).toMatchObject({ status: 'saved', unsent: 0 });
    expect(await one.drafts.names()).toEqual([]);
  });

  it('keeps both of what two tabs wrote for one field, and lets the person choose', async () => {
    const server = serverWith({ a: 1 });
    server.isDown = true;
    const one = await opened(server);
    const two = await opened(server, one.drafts);
    one.saver.set('a', 'first words');
    await vi.advanceTimersByTimeAsync(10);
    two.saver.set('a', 'other words');
    await vi.advanceTimersByTimeAsync(900);
    one.saver.close();
    two.saver.close();
    const between = await opened(server, one.drafts);
    between.saver.close();
    server.isDown = false;
    const again = await opened(server, one.drafts);
    expect(again.saver.state.clashes).toMatchObject([{ field: 'a', isOwn: true }]);
    expect(server.fields).toEqual({ a: 1 });
    again.saver.set('a', 'words typed meanwhile');
    expect(again.saver.state.status).toBe('clash');
    again.saver.settle('a', 'theirs');
    await vi.advanceTimersByTimeAsync(900);
    expect(server.fields.a).toBe('other words');
    expect(again.saver.state).toMatchObject({ status: 'saved', unsent: 0 });
    expect(await one.drafts.names()).toEqual([]);
  });

  it('leaves another tab’s unsent words alone when its own are sent', async () => {
    const server = serverWith({ a: 1, b: 1 });
    const one = await opened(server);
    const two = await opened(server, one.drafts);
    two.saver.set('b', 'not sent yet');
    await vi.advanceTimersByTimeAsync(700);
    one.saver.set('a', 'sent');
    two.saver.close();
    await vi.advanceTimersByTimeAsync(900);
    expect(server.fields.a).toBe('sent');
    expect(await kept(one.drafts)).toMatchObject([{ changes: { b: 'not sent yet' } }]);
  });

  it('sends what was typed while a save was under way', async () => {
    const server = serverWith({ a: 1 });
    const { saver } = await opened(server);
    const save = server.save;
    /** @type {() => void} */ let release = () => {};
    server.save = async (changes, version) => {
      await new Promise((resolve) => (release = () => resolve(null)));
      return save(changes, version);
    };
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(800);
    saver.set('a', 3);
    server.save = save;
    release();
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.fields).toEqual({ a: 3 });
    expect(saver.state.status).toBe('saved');
  });

  it('merges what somebody else changed elsewhere without asking', async () => {
    const server = serverWith({ a: 1, b: 1 });
    const { saver } = await opened(server);
    server.write({ b: 9 });
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.fields).toEqual({ a: 2, b: 9 });
    expect(saver.state).toMatchObject({ status: 'saved', values: { a: 2, b: 9 } });
  });

  it.each(
    /** @type {const} */ ([
      ['mine', 2],
      ['theirs', 9],
    ]),
  )('asks where both changed the same field, and keeps %s', async (choice, kept) => {
    const server = serverWith({ a: 1 });
    const { saver, drafts } = await opened(server);
    server.write({ a: 9 });
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(saver.state).toMatchObject({ status: 'clash', clashes: [{ field: 'a', mine: 2, theirs: 9 }] });
    expect(server.fields).toEqual({ a: 9 });
    saver.settle('a', choice);
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.fields).toEqual({ a: kept });
    expect(saver.state).toMatchObject({ status: 'saved', values: { a: kept } });
    expect(await drafts.names()).toEqual([]);
  });

  it('needs no answer where both wrote the same', async () => {
    const server = serverWith({ a: 1 });
    const { saver } = await opened(server);
    server.write({ a: 2 });
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(saver.state).toMatchObject({ status: 'saved', unsent: 0 });
  });

  it('waits longer after each failure, and sends when the connection is back', async () => {
    const server = serverWith({ a: 1 });
    const { saver } = await opened(server);
    server.isDown = true;
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(saver.state).toMatchObject({ status: 'offline', unsent: 1 });
    expect(server.asked.length).toBe(5);
    server.isDown = false;
    await saver.resume();
    expect(server.fields).toEqual({ a: 2 });
  });

  it('brings back what a closed page left behind', async () => {
    const server = serverWith({ a: 1 });
    const { saver, drafts } = await opened(server);
    server.isDown = true;
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(900);
    saver.close();
    server.isDown = false;
    const again = await opened(server, drafts);
    expect(again.saver.state.values).toEqual({ a: 2 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.fields).toEqual({ a: 2 });
  });

  it('does not write a draft over what somebody saved since', async () => {
    const server = serverWith({ a: 1 });
    const { saver, drafts } = await opened(server);
    server.isDown = true;
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(900);
    saver.close();
    server.isDown = false;
    server.write({ a: 9 });
    const again = await opened(server, drafts);
    await vi.advanceTimersByTimeAsync(1000);
    expect(again.saver.state.status).toBe('clash');
    expect(server.fields).toEqual({ a: 9 });
  });

  it('stops when signed out, keeps the words, and sends them after signing in again', async () => {
    const server = serverWith({ a: 1 });
    const { saver, drafts } = await opened(server);
    server.refuses = 401;
    saver.set('a', 2);
    await vi.advanceTimersByTimeAsync(800);
    saver.set('a', 3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saver.state).toMatchObject({ status: 'signed_out', values: { a: 3 } });
    expect(server.asked).toHaveLength(1);
    expect(await kept(drafts)).toHaveLength(1);
    expect(await flushAll()).toBe(false);
    server.refuses = 0;
    await resumeAll();
    expect(server.fields).toEqual({ a: 3 });
    expect(await flushAll()).toBe(true);
  });
});
