/** Who is signed in, what the council is called, and where unsent words are kept. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { flushAll, resumeAll } from './autosave.js';
import { api, signedOut, take } from './client.js';
import { memoryDrafts, openDrafts } from './drafts.js';
import { Problem } from './problem.js';

/** @typedef {{ role: string, unit_id: string|null, unit_name: string|null, from_on: string, to_on: string|null }} HeldRole */
/** @typedef {{ id: string, kind: string, name: string, email: string|null, roles: HeldRole[], permissions: string[], draft_key: string|null, is_public_reader: boolean }} Me */
/** @typedef {{ council_name: string, product_name: string, is_demonstration: boolean, sign_in: { local: boolean } }} Config */
/**
 * @typedef {object} Session
 * @property {Me|null} me
 * @property {string[]} permissions
 * @property {Config} config
 * @property {import('./drafts.js').Drafts} drafts
 * @property {boolean} isExpired the server has forgotten the session while the page was open
 * @property {(who: { email: string, password: string }) => Promise<void>} signIn
 * @property {() => Promise<boolean>} signOut false when words are unsent and `signOut` must be called again to leave them as a draft
 */

const SessionContext = createContext(/** @type {Session|null} */ (null));

/** Tests hand in a session of their own. */
export const SessionValue = SessionContext.Provider;

/** @returns {Session} */
export function useSession() {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider.');
  return session;
}

/** @returns {Promise<Me|null>} */
async function readMe() {
  try {
    return await take(api.GET('/api/v1/me'));
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** @returns {Promise<Config>} */
async function readConfig() {
  const answer = await fetch('/config.json', { credentials: 'same-origin' });
  if (!answer.ok) throw new Problem({ status: answer.status });
  return answer.json();
}

/** @param {Me|null} me */
async function draftsOf(me) {
  if (!me?.draft_key) return memoryDrafts();
  try {
    return await openDrafts({ owner: me.id, draftKey: me.draft_key });
  } catch {
    // Private windows and strict settings refuse a database: the page still works, without drafts on disk.
    return memoryDrafts();
  }
}

/**
 * Asks once who is there; then gives the session to the screens.
 * @param {{ children: import('react').ReactNode, waiting: import('react').ReactNode, failed: (problem: unknown) => import('react').ReactNode }} props
 */
export function SessionProvider({ children, waiting, failed }) {
  const client = useQueryClient();
  const always = { staleTime: Infinity, gcTime: Infinity };
  const config = useQuery({ queryKey: ['config'], queryFn: readConfig, ...always });
  const me = useQuery({ queryKey: ['me'], queryFn: readMe, ...always });
  const drafts = useQuery({
    queryKey: ['drafts', me.data?.id ?? null],
    queryFn: () => draftsOf(me.data ?? null),
    enabled: me.isSuccess,
    structuralSharing: false,
    ...always,
  });
  const [isExpired, setExpired] = useState(false);
  const [isWarned, setWarned] = useState(false);

  useEffect(() => {
    const onSignedOut = () => setExpired(true);
    window.addEventListener(signedOut, onSignedOut);
    return () => window.removeEventListener(signedOut, onSignedOut);
  }, []);

  const session = useMemo(() => {
    if (!config.data || me.data === undefined || !drafts.data) return null;
    const kept = drafts.data;
    const before = me.data;
    return /** @type {Session} */ ({
      me: before,
      permissions: before?.permissions ?? [],
      config: config.data,
      drafts: kept,
      isExpired: before !== null && isExpired,
      async signIn(who) {
        const now = /** @type {Me} */ (await take(api.POST('/api/v1/session', { body: who })));
        // Somebody else at the same computer starts afresh: nothing of the first person stays in the page.
        if (before && before.id !== now.id) return window.location.assign('/');
        setExpired(false);
        client.setQueryData(['me'], now);
        await resumeAll();
        await client.invalidateQueries({
          predicate: (query) => !['me', 'config', 'drafts'].includes(String(query.queryKey[0])),
        });
      },
      async signOut() {
        const isSent = await flushAll();
        if (!isSent && !isWarned) {
          setWarned(true);
          return false;
        }
        await take(api.DELETE('/api/v1/session'));
        if (isSent) await kept.wipe();
        window.location.assign('/');
        return true;
      },
    });
  }, [client, config.data, drafts.data, isExpired, isWarned, me.data]);

  const problem = config.error ?? me.error;
  if (problem) return failed(problem);
  if (!session) return waiting;
  return <SessionContext value={session}>{children}</SessionContext>;
}
