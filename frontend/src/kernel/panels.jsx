/** What rooms add to the pages of rooms beneath them: a page shows whatever it is handed and knows none of it. */
import { createContext, Suspense, use } from 'react';
import { may } from './may.js';
import { useSession } from './session.jsx';
import { Loading } from './ui/Loading.jsx';

/**
 * @typedef {object} Panel
 * @property {string} on the page it is added to: 'audit' (its record), 'audit-earlier' (what it said before), 'audit-step' (a step of its form), 'tool-preview' (the form of a tool), 'child', 'home', 'indicator' (its page), 'indicators' (the list of all), 'indicator-chart' (above all else there), 'moderation', 'sheet' (of supervision), 'standard'
 * @property {string} key unique on that page, and a step's place in the address
 * @property {string} title
 * @property {string} [permission] who is offered it
 * @property {import('react').LazyExoticComponent<import('react').ComponentType<any>>} Component it is given what its page says
 */

const PanelsContext = createContext(/** @type {Panel[]} */ ([]));

/** @param {{ panels: Panel[], children: import('react').ReactNode }} props */
export function PanelsProvider({ panels, children }) {
  return <PanelsContext value={panels}>{children}</PanelsContext>;
}

/** The panels of a page that this person is offered, in the order of the rooms. @param {string} on */
export function usePanels(on) {
  const session = useSession();
  return use(PanelsContext).filter((panel) => panel.on === on && (!panel.permission || may(session, panel.permission)));
}

/** All panels of a page, one beneath the other. @param {{ on: string, [given: string]: unknown }} props */
export function Panels({ on, ...given }) {
  return usePanels(on).map((panel) => (
    <Suspense key={panel.key} fallback={<Loading />}>
      <panel.Component {...given} />
    </Suspense>
  ));
}
