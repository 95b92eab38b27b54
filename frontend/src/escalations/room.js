/** What this room adds to the pages of others: it has no page of its own. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [],
  routes: [],
  panels: [
    {
      on: 'home',
      key: 'escalations',
      title: 'Audits to acknowledge',
      permission: 'audits:acknowledge',
      Component: lazy(() => import('./EscalationsHome.jsx').then((m) => ({ default: m.EscalationsHome }))),
    },
    {
      on: 'audit',
      key: 'escalations',
      title: 'Escalation',
      permission: 'audits:read',
      Component: lazy(() => import('./AuditEscalations.jsx').then((m) => ({ default: m.AuditEscalations }))),
    },
  ],
};
