/** This room's place in the navigation, its address, and what it adds to audits and to the first page. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/concerns', text: 'Safety concerns', permission: 'moderations:read', group: 'Audits' }],
  routes: [{ path: 'concerns', lazy: async () => ({ Component: (await import('./ConcernList.jsx')).ConcernList }) }],
  panels: [
    {
      on: 'audit-step',
      key: 'concerns',
      title: 'Raise a safety concern',
      permission: 'audits:read',
      Component: lazy(() => import('./ConcernStep.jsx').then((m) => ({ default: m.ConcernStep }))),
    },
    {
      on: 'audit',
      key: 'concerns',
      title: 'Safety concerns',
      permission: 'audits:read',
      Component: lazy(() => import('./AuditConcerns.jsx').then((m) => ({ default: m.AuditConcerns }))),
    },
    {
      on: 'home',
      key: 'concerns',
      title: 'Safety concerns',
      permission: 'audits:read',
      Component: lazy(() => import('./HomeConcerns.jsx').then((m) => ({ default: m.HomeConcerns }))),
    },
  ],
};
