/** This room's place: it has no page of its own, and adds to that of an indicator. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [],
  routes: [],
  panels: [
    {
      on: 'indicator',
      key: 'targets',
      title: 'Target',
      permission: 'indicators:read',
      Component: lazy(() => import('./TargetPanel.jsx').then((m) => ({ default: m.TargetPanel }))),
    },
  ],
};
