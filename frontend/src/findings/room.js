/** This room's place in the navigation, its addresses, and what it adds to the form and the page of an audit. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [
    { to: '/findings', text: 'What audits find', permission: 'audits:read', group: 'Audits' },
    { to: '/sheets', text: 'Supervision sheets', permission: 'audits:read', group: 'Audits' },
  ],
  routes: [
    { path: 'findings', lazy: async () => ({ Component: (await import('./ThemesPage.jsx')).ThemesPage }) },
    { path: 'sheets', lazy: async () => ({ Component: (await import('./SheetList.jsx')).SheetList }) },
    {
      path: 'sheets/:workerId',
      lazy: async () => ({ Component: (await import('./SheetPage.jsx')).SheetPage }),
    },
  ],
  panels: [
    {
      on: 'audit-earlier',
      key: 'findings',
      title: 'Findings',
      permission: 'audits:read',
      Component: lazy(() => import('./KeptFindings.jsx').then((m) => ({ default: m.KeptFindings }))),
    },
    {
      on: 'audit-step',
      key: 'findings',
      title: 'Findings and actions',
      permission: 'audits:read',
      Component: lazy(() => import('./FindingsStep.jsx').then((m) => ({ default: m.FindingsStep }))),
    },
    {
      on: 'audit',
      key: 'findings',
      title: 'Findings and actions',
      permission: 'audits:read',
      Component: lazy(() => import('./AuditFindings.jsx').then((m) => ({ default: m.AuditFindings }))),
    },
  ],
};
