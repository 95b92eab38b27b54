/** This room's place in the navigation, its addresses, and what it adds to the page of an indicator. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/comparators', text: 'Published figures', permission: 'comparators:load', group: 'Administration' }],
  routes: [
    {
      path: 'comparators',
      lazy: async () => ({ Component: (await import('./ComparatorLoads.jsx')).ComparatorLoads }),
    },
  ],
  panels: [
    {
      on: 'indicator',
      key: 'comparators',
      title: 'Published figures',
      permission: 'indicators:read',
      Component: lazy(() => import('./ComparatorPanel.jsx').then((m) => ({ default: m.ComparatorPanel }))),
    },
  ],
};
