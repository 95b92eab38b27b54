/** This room's place in the navigation, its addresses, and the form that a tool is previewed in. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/audits', text: 'Audits', permission: 'audits:read', group: 'Audits' }],
  panels: [
    {
      on: 'tool-preview',
      key: 'form',
      title: 'The form',
      Component: lazy(() => import('./FormPreview.jsx').then((m) => ({ default: m.FormPreview }))),
    },
  ],
  routes: [
    { path: 'audits', lazy: async () => ({ Component: (await import('./AuditList.jsx')).AuditList }) },
    { path: 'audits/new', lazy: async () => ({ Component: (await import('./AllocateForm.jsx')).AllocateForm }) },
    { path: 'audits/:auditId', lazy: async () => ({ Component: (await import('./AuditPage.jsx')).AuditPage }) },
  ],
};
