/** This room's place in the navigation and its addresses. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [
    { to: '/agreement', text: 'Agreement', permission: 'agreement:read', group: 'Moderation' },
    { to: '/my-grading', text: 'My grading', permission: 'audits:complete', group: 'Moderation' },
  ],
  routes: [
    { path: 'agreement', lazy: async () => ({ Component: (await import('./AgreementPage.jsx')).AgreementPage }) },
    { path: 'my-grading', lazy: async () => ({ Component: (await import('./OwnPage.jsx')).OwnPage }) },
  ],
  panels: [
    {
      on: 'audit',
      key: 'inspectors',
      title: 'Inspectors’ grades',
      permission: 'audits:read',
      Component: lazy(() => import('./InspectorPanel.jsx').then((m) => ({ default: m.InspectorPanel }))),
    },
  ],
};
