/** Files on their way: one after the other, each with how far it has come and whether it has to be sent again. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../kernel/problem.js';
import { sendFile } from './api.js';
import { partName, readName, safeName } from './files.js';

/** `unnamed`: which table it holds is to be chosen first; `reading`: it has left, and the server reads it.
 * @typedef {'unnamed'|'waiting'|'sending'|'reading'|'failed'} UploadState */
/**
 * @typedef {object} Upload
 * @property {string} key
 * @property {File} file
 * @property {string|null} name the name it goes up under
 * @property {UploadState} state
 * @property {number} sent bytes
 * @property {import('../kernel/problem.js').Problem|null} problem
 */

/** @param {File} file @param {string[]|null} tables null where any name will do @returns {Upload} */
const uploadOf = (file, tables) => {
  const name = tables ? (readName(file.name, tables)?.name ?? null) : safeName(file.webkitRelativePath || file.name);
  return { key: crypto.randomUUID(), file, name, state: name ? 'waiting' : 'unnamed', sent: 0, problem: null };
};

/** @param {string} importId @param {string[]|null} tables the tables that files are named after, or null */
export function useUploads(importId, tables) {
  const client = useQueryClient();
  const [uploads, setUploads] = useState(/** @type {Upload[]} */ ([]));
  const line = useRef(Promise.resolve());
  const isBusy = uploads.some(({ state }) => state === 'waiting' || state === 'sending' || state === 'reading');

  useEffect(() => {
    if (!isBusy) return;
    const stay = (/** @type {BeforeUnloadEvent} */ event) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [isBusy]);

  /** @param {string} key @param {Partial<Upload>} change */
  const set = (key, change) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
  /** @param {string} key */
  const drop = (key) => setUploads((all) => all.filter((upload) => upload.key !== key));

  /** @param {Upload} upload @param {string} name */
  async function send({ key, file }, name) {
    set(key, { state: 'sending' });
    try {
      await sendFile(importId, name, file, (sent) =>
        set(key, { sent, state: sent < file.size ? 'sending' : 'reading' }),
      );
      await client.invalidateQueries({ queryKey: ['imports', importId] });
      drop(key);
    } catch (error) {
      set(key, { state: 'failed', sent: 0, problem: asProblem(error) });
    }
  }

  /** @param {Upload} upload @param {string} name */
  function queue(upload, name) {
    set(upload.key, { name, state: 'waiting', problem: null });
    line.current = line.current.then(() => send(upload, name));
  }

  return {
    uploads,
    isBusy,
    /** @param {File[]} files */
    add(files) {
      const added = files.map((file) => uploadOf(file, tables));
      setUploads((all) => [...all, ...added]);
      for (const upload of added) if (upload.name) queue(upload, upload.name);
    },
    /** @param {Upload} upload @param {string} table */
    choose(upload, table) {
      queue(
        upload,
        partName(
          table,
          uploads.map(({ name }) => name),
        ),
      );
    },
    /** @param {Upload} upload */
    retry(upload) {
      if (upload.name) queue(upload, upload.name);
    },
    drop,
  };
}
