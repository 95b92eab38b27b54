/** What somebody has begun and not yet sent, kept on this computer as the drafts of audits are. */
import { useEffect, useState } from 'react';
import { useSession } from './session.jsx';

/**
 * @template T
 * @param {string} name @param {T} blank
 * @returns {{ value: T, set: (next: T | ((before: T) => T)) => void, forget: () => Promise<void>, isRead: boolean }}
 *   `isRead`: what was left behind has been looked for, so that it is not written over
 */
export function useDraft(name, blank) {
  const { drafts } = useSession();
  const [state, setState] = useState({ value: blank, isRead: false });
  useEffect(() => {
    let isHere = true;
    const read = drafts.read(name).catch(() => undefined);
    void read.then(
      (kept) =>
        isHere && setState((before) => ({ value: kept ? /** @type {T} */ (kept) : before.value, isRead: true })),
    );
    return () => {
      isHere = false;
    };
  }, [drafts, name]);
  return {
    ...state,
    set: (next) =>
      setState((before) => {
        const value = next instanceof Function ? next(before.value) : next;
        // A full or forbidden disk must not stop the writing.
        void drafts.write(name, value).catch(() => undefined);
        return { value, isRead: true };
      }),
    forget: () => drafts.remove(name).catch(() => undefined),
  };
}
