/** Joins an Autosave to a screen: its state, and the moments when a page must send what is left. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useBlocker } from 'react-router';
import { Autosave } from './autosave.js';
import { timeOf } from './dates.js';
import { useSession } from './session.jsx';

/** @typedef {{ name: string, held: { version: number, fields: import('./autosave.js').Fields }, save: import('./autosave.js').Autosave['save'] }} Options */

/**
 * For a part of a page that saves by itself, beside a page that already asks before somebody leaves.
 * @param {Options} options `held` is read once, when the screen opens; give the screen a `key` to open another.
 * @returns {{ saver: Autosave, state: import('./autosave.js').SaveState }}
 */
export function useSaver({ name, held, save }) {
  const { drafts } = useSession();
  const [saver] = useState(() => new Autosave({ name, drafts, held, save }));
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot);

  useEffect(() => {
    void saver.open();
    const onHidden = () => document.visibilityState === 'hidden' && void saver.flush();
    const onOnline = () => void saver.resume();
    /** @param {BeforeUnloadEvent} event */
    const onUnload = (event) => saver.state.unsent > 0 && event.preventDefault();
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('online', onOnline);
    window.addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('online', onOnline);
      window.removeEventListener('beforeunload', onUnload);
      saver.leave();
    };
  }, [saver]);

  return { saver, state };
}

/**
 * @param {Options} options as for useSaver
 * @returns {{ saver: Autosave, state: import('./autosave.js').SaveState, blocker: import('react-router').Blocker }}
 *   `blocker.state === 'blocked'` when the person leaves with words that could not be sent.
 */
export function useAutosave(options) {
  const { saver, state } = useSaver(options);
  // Another step of the same page is no leaving: its words stay in this saver.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && saver.state.unsent > 0 && saver.state.status !== 'saving',
  );

  // Leaving waits for a save that can be made; only what cannot be sent asks the person.
  useEffect(() => {
    if (blocker.state !== 'blocked' || state.status !== 'waiting') return;
    void saver.flush().then(() => saver.state.unsent === 0 && blocker.proceed());
  }, [blocker, saver, state.status]);

  return { saver, state, blocker };
}

/** The state of saving, in words that are always on the screen. @param {import('./autosave.js').SaveState} state */
export function saveWords(state) {
  switch (state.status) {
    case 'saved':
      return state.savedAt ? `All changes saved at ${timeOf(state.savedAt)}` : 'All changes saved';
    case 'waiting':
    case 'saving':
      return 'Saving…';
    case 'offline':
      return 'Not connected. Your words are kept on this computer and sent when the connection is back.';
    case 'clash':
      return state.clashes.some((clash) => clash.isOwn)
        ? 'You wrote two things for the same answer, in two tabs. Choose which to keep.'
        : 'Someone else changed the same answer. Choose which to keep.';
    case 'signed_out':
      return 'You are signed out. Your words are kept on this computer. Sign in again to send them.';
    case 'refused':
      return 'The last change was not accepted. It is kept on this computer.';
  }
}
