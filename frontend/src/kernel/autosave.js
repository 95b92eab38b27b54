/** Saves what is being written: on this computer at once, on the server soon, merged when somebody else wrote too. */

/** @typedef {Record<string, unknown>} Fields one flat name per thing that can change alone, such as "answers/…/reason" */
/** @typedef {{ status: number, version: number, fields: Fields }} Saved what the server holds after a save, or holds instead (412) */
/** @typedef {{ field: string, mine: unknown, theirs: unknown, isOwn: boolean }} Clash `isOwn`: the other words are the same person's, of another tab */
/** @typedef {'saved'|'waiting'|'saving'|'offline'|'clash'|'signed_out'|'refused'} SaveStatus */
/** @typedef {{ status: SaveStatus, values: Fields, unsent: number, clashes: Clash[], savedAt: Date|null, version: number, problem: unknown }} SaveState */
/** @typedef {{ before: Fields, changes: Fields, rivals: Record<string, unknown[]> }} Draft `rivals`: what else this person wrote in other tabs */

/** Savers that are open in this page, so that signing in again or out reaches them. @type {Set<Autosave>} */
const open = new Set();
/** What savers still send whose part of the page is gone already. @type {Set<Promise<void>>} */
const leaving = new Set();
/** Sends again what waited for the person to sign in. */
export const resumeAll = () => Promise.all([...open].map((saver) => saver.resume()));
/** Sends everything now; true when nothing is left unsent. */
export async function flushAll() {
  await Promise.all([...leaving, ...[...open].map((saver) => saver.flush())]);
  return [...open].every((saver) => saver.state.unsent === 0);
}

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Between a draft's name and that of the tab which keeps it. */
const ofTab = '#';

const newTab = () => crypto.getRandomValues(new Uint32Array(2)).join('-');

/** Tabs take turns with drafts that were left behind, where the browser can arrange it. @param {string} name @param {() => Promise<void>} task */
const oneTabAtATime = async (name, task) =>
  navigator.locks ? void (await navigator.locks.request(`draft ${name}`, task)) : task();

export class Autosave {
  /** @type {Set<() => void>} */ #listeners = new Set();
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  /** @type {Promise<void>|null} */ #sending = null;
  /** @type {Promise<unknown>} */ #keeping = Promise.resolve();
  #failures = 0;
  /** @type {Fields} what the server held when the oldest unsent change was made */ #before = {};
  /** @type {Fields} what the server holds now, as far as known */ #held = {};
  /** @type {Fields} */ #changes = {};
  /** @type {Record<string, unknown[]>} what the same person wrote for a field in other tabs, and has not chosen from */ #rivals =
    {};
  /** @type {Clash[]} */ #clashes = [];
  #version = 0;
  /** @type {SaveState} */ state;

  /**
   * @param {{ name: string, drafts: import('./drafts.js').Drafts, held: { version: number, fields: Fields }, save: (changes: Fields, version: number) => Promise<Saved>, wait?: number, random?: () => number, tab?: string }} options
   *   `held` is what the server holds when the page opens.
   *   `save` sends only what changed; it answers 200, 412 (with what the server holds), 401 or another status, and throws when the server cannot be reached.
   */
  constructor({ name, drafts, held, save, wait = 800, random = Math.random, tab = newTab() }) {
    this.name = name;
    this.row = name + ofTab + tab;
    this.drafts = drafts;
    this.save = save;
    this.wait = wait;
    this.random = random;
    this.#version = held.version;
    this.#held = { ...held.fields };
    this.state = this.#describe('saved');
  }

  /** Brings back what was left behind, by one tab or by several, and sends it. */
  async open() {
    open.add(this);
    await oneTabAtATime(this.name, () => this.#adopt());
    if (!this.#unsent()) return;
    this.#merge();
    this.#keep();
    if (this.#clashes.length) return this.#tell('clash');
    if (!this.#unsent()) return this.#settled();
    this.#tell('waiting');
    this.#later(this.wait);
  }

  /** One field has a new value. @param {string} field @param {unknown} value */
  set(field, value) {
    if (!(field in this.#before)) this.#before[field] = this.#held[field] ?? null;
    this.#changes[field] = value;
    this.#clashes = this.#clashes.flatMap((clash) => {
      if (clash.field !== field) return [clash];
      return clash.isOwn ? [{ ...clash, mine: value }] : [];
    });
    this.#keep();
    if (this.state.status === 'signed_out') return this.#tell('signed_out');
    if (this.#clashes.length) return this.#tell('clash');
    this.#tell('waiting');
    if (!this.#sending) this.#later(this.wait);
  }

  /** Both changed the same field: says which stays. @param {string} field @param {'mine'|'theirs'} choice */
  settle(field, choice) {
    const clash = this.#clashes.find((one) => one.field === field);
    if (clash?.isOwn) {
      if (choice === 'theirs') this.#changes[field] = clash.theirs;
      this.#rivals[field]?.shift();
    } else if (choice === 'theirs') this.#drop(field);
    else this.#before[field] = this.#held[field] ?? null;
    this.#merge();
    this.#keep();
    if (this.#clashes.length) return this.#tell('clash');
    if (!this.#unsent()) return this.#settled();
    this.#tell('waiting');
    this.#later(0);
  }

  /** Sends now what is unsent, and waits for it. */
  async flush() {
    clearTimeout(this.#timer);
    while (this.#sending) await this.#sending;
    if (this.#unsent() && this.state.status !== 'signed_out' && !this.#clashes.length) await this.#send();
    await this.#keeping;
  }

  /** The person has signed in again, or the connection is back. */
  async resume() {
    if (!this.#unsent() || this.#clashes.length) return;
    this.#failures = 0;
    this.#tell('waiting');
    await this.flush();
  }

  /** The part of the page goes away: sends what is left; what cannot be sent stays as a draft. */
  leave() {
    const sending = this.flush().finally(() => leaving.delete(sending));
    leaving.add(sending);
    open.delete(this);
  }

  /** The page goes away. What is unsent stays as a draft. */
  close() {
    clearTimeout(this.#timer);
    open.delete(this);
  }

  /** @param {() => void} listener @returns {() => void} stops listening */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  snapshot = () => this.state;

  async #send() {
    const sent = { ...this.#changes };
    this.#tell('saving');
    this.#sending = this.#attempt(sent).finally(() => (this.#sending = null));
    await this.#sending;
  }

  /** @param {Fields} sent */
  async #attempt(sent) {
    /** @type {Saved} */ let answer;
    try {
      answer = await this.save(sent, this.#version);
    } catch {
      return this.#retry();
    }
    if (answer.status === 200) return this.#accepted(sent, answer);
    if (answer.status === 412) return this.#overtaken(answer);
    if (answer.status === 401) return this.#tell('signed_out');
    if (answer.status >= 500 || answer.status === 429) return this.#retry();
    this.#tell('refused', answer);
    if (Object.keys(this.#changes).some((field) => !same(this.#changes[field], sent[field]))) this.#later(this.wait);
  }

  /** @param {Fields} sent @param {Saved} answer */
  #accepted(sent, answer) {
    this.#failures = 0;
    this.#version = answer.version;
    this.#held = { ...answer.fields };
    for (const [field, value] of Object.entries(sent)) {
      if (same(this.#changes[field], value)) this.#drop(field);
      else this.#before[field] = this.#held[field] ?? null;
    }
    if (!this.#unsent()) return this.#settled();
    this.#keep();
    this.#tell('waiting');
    this.#later(this.wait);
  }

  /** @param {Saved} answer */
  #overtaken(answer) {
    this.#version = answer.version;
    this.#held = { ...answer.fields };
    this.#merge();
    this.#keep();
    if (this.#clashes.length) return this.#tell('clash');
    if (!this.#unsent()) return this.#settled();
    this.#tell('waiting');
    // At once, but not for ever in step with another writer.
    this.#later(50 + this.random() * 200);
  }

  /** Three ways: before, mine, theirs. Only a field that both changed, and differently, needs a person. */
  #merge() {
    this.#clashes = [];
    for (const [field, mine] of Object.entries(this.#changes)) {
      const rivals = (this.#rivals[field] ?? []).filter((rival) => !same(rival, mine));
      const theirs = this.#held[field] ?? null;
      this.#rivals[field] = rivals;
      if (rivals.length) this.#clashes.push({ field, mine, theirs: rivals[0], isOwn: true });
      else if (same(mine, theirs)) this.#drop(field);
      else if (!same(this.#before[field], theirs)) this.#clashes.push({ field, mine, theirs, isOwn: false });
    }
  }

  /** Takes over what other tabs kept and did not send; a field that two of them wrote differently is the person's to choose. */
  async #adopt() {
    const names = await this.drafts.names().catch(() => []);
    const left = names.filter((name) => name === this.name || name.startsWith(this.name + ofTab));
    for (const name of left) this.#take(/** @type {Draft|undefined} */ (await this.drafts.read(name)));
    if (!left.length) return;
    this.#keep();
    await this.#keeping;
    for (const name of left) if (name !== this.row) await this.drafts.remove(name).catch(() => undefined);
  }

  /** @param {Draft|undefined} draft */
  #take(draft) {
    for (const [field, value] of Object.entries(draft?.changes ?? {})) {
      const others = [value, ...(draft?.rivals?.[field] ?? [])];
      if (!(field in this.#changes)) {
        this.#changes[field] = others.shift();
        this.#before[field] = draft?.before[field] ?? null;
      }
      this.#rivals[field] = [...(this.#rivals[field] ?? []), ...others];
    }
  }

  #retry() {
    this.#failures += 1;
    this.#tell('offline');
    const pause = Math.min(30_000, 1000 * 2 ** (this.#failures - 1));
    this.#later(pause * (1 + this.random() / 2));
  }

  #settled() {
    this.#keep();
    this.#tell('saved', null, new Date());
  }

  /** @param {string} field */
  #drop(field) {
    delete this.#rivals[field];
    delete this.#changes[field];
    delete this.#before[field];
  }

  /** @param {number} pause milliseconds */
  #later(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  #unsent() {
    return Object.keys(this.#changes).length;
  }

  /** Brings this tab's draft up to date, one write after another, so that the last one wins. Other tabs keep their own. */
  #keep() {
    const mine = { before: { ...this.#before }, changes: { ...this.#changes }, rivals: { ...this.#rivals } };
    const task = () =>
      Object.keys(mine.changes).length ? this.drafts.write(this.row, mine) : this.drafts.remove(this.row);
    // A full or forbidden disk must not stop the sending.
    this.#keeping = this.#keeping.then(task).catch(() => undefined);
  }

  /** @param {SaveStatus} status @param {unknown} [problem] @param {Date|null} [savedAt] @returns {SaveState} */
  #describe(status, problem = null, savedAt = this.state?.savedAt ?? null) {
    const values = { ...this.#held, ...this.#changes };
    return { status, values, unsent: this.#unsent(), clashes: this.#clashes, savedAt, version: this.#version, problem };
  }

  /** @param {SaveStatus} status @param {unknown} [problem] @param {Date|null} [savedAt] */
  #tell(status, problem = null, savedAt = undefined) {
    this.state = this.#describe(status, problem, savedAt);
    for (const listener of this.#listeners) listener();
  }
}
