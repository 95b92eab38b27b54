/** This room's place in the navigation, its addresses, and what it adds to standards and to the auditor's form. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/exemplars', text: 'What good looks like', permission: 'exemplars:read', group: 'Audits' }],
  routes: [
    { path: 'exemplars', lazy: async () => ({ Component: (await import('./ExemplarList.jsx')).ExemplarList }) },
    { path: 'exemplars/new', lazy: async () => ({ Component: (await import('./ExemplarForm.jsx')).ExemplarForm }) },
    {
      path: 'exemplars/:exemplarId',
      lazy: async () => ({ Component: (await import('./ExemplarPage.jsx')).ExemplarPage }),
    },
  ],
  panels: [
    {
      on: 'standard',
      key: 'exemplars',
      title: 'What good looks like',
      permission: 'exemplars:read',
      Component: lazy(() => import('./OfStandard.jsx').then((module) => ({ default: module.OfStandard }))),
    },
    {
      on: 'audit-step',
      key: 'exemplars',
      title: 'What good looks like',
      permission: 'exemplars:read',
      Component: lazy(() => import('./ExemplarStep.jsx').then((module) => ({ default: module.ExemplarStep }))),
    },
  ],
};
