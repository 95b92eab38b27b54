/** This room's place in the navigation, its addresses, and what it adds to an audit's record. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/disputes', text: 'Disputes', permission: 'moderations:read', group: 'Moderation' }],
  panels: [
    {
      on: 'audit',
      key: 'disputes',
      title: 'Disputes',
      permission: 'audits:read',
      Component: lazy(() => import('./AuditDisputes.jsx').then((m) => ({ default: m.AuditDisputes }))),
    },
  ],
  routes: [
    { path: 'disputes', lazy: async () => ({ Component: (await import('./DisputeList.jsx')).DisputeList }) },
    { path: 'disputes/:disputeId', lazy: async () => ({ Component: (await import('./DisputePage.jsx')).DisputePage }) },
  ],
};
