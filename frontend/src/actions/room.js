/** This room's place in the navigation, its addresses, and what it adds to the first page. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/actions', text: 'Actions', permission: 'actions:read' }],
  routes: [
    { path: 'actions', lazy: async () => ({ Component: (await import('./ActionList.jsx')).ActionList }) },
    { path: 'actions/new', lazy: async () => ({ Component: (await import('./ActionForm.jsx')).ActionForm }) },
    { path: 'actions/:actionId', lazy: async () => ({ Component: (await import('./ActionPage.jsx')).ActionPage }) },
  ],
  panels: [
    {
      on: 'home',
      key: 'actions',
      title: 'Your actions',
      permission: 'actions:read',
      Component: lazy(() => import('./HomeActions.jsx').then((m) => ({ default: m.HomeActions }))),
    },
  ],
};
