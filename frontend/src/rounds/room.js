/** This room's place in the navigation and its addresses. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [
    { to: '/rounds', text: 'Rounds', permission: 'rounds:read', group: 'Audits' },
    { to: '/coverage', text: 'Coverage', permission: 'rounds:read', group: 'Audits' },
  ],
  routes: [
    { path: 'rounds', lazy: async () => ({ Component: (await import('./RoundList.jsx')).RoundList }) },
    { path: 'rounds/new', lazy: async () => ({ Component: (await import('./RoundForm.jsx')).RoundForm }) },
    { path: 'rounds/:roundId', lazy: async () => ({ Component: (await import('./RoundPage.jsx')).RoundPage }) },
    { path: 'rounds/:roundId/plan', lazy: async () => ({ Component: (await import('./RoundForm.jsx')).RoundForm }) },
    { path: 'coverage', lazy: async () => ({ Component: (await import('./CoveragePage.jsx')).CoveragePage }) },
    {
      path: 'coverage/children',
      lazy: async () => ({ Component: (await import('./UnauditedList.jsx')).UnauditedList }),
    },
  ],
  panels: [
    {
      on: 'home',
      key: 'reminders',
      title: 'Reminders',
      permission: 'audits:complete',
      Component: lazy(() => import('./Reminders.jsx').then((m) => ({ default: m.Reminders }))),
    },
  ],
};
