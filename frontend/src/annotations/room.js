/** This room's place: it has no page of its own, and adds notes to the pages of indicators. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [],
  routes: [],
  panels: [
    {
      on: 'indicator',
      key: 'notes',
      title: 'What happened',
      permission: 'indicators:read',
      Component: lazy(() => import('./NotesPanel.jsx').then((m) => ({ default: m.NotesPanel }))),
    },
  ],
};
