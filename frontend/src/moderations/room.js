/** This room's place in the navigation, its addresses, and what it adds to an audit's record and the first page. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [
    { to: '/moderations', text: 'Moderations', permission: 'moderations:read', group: 'Moderation' },
    { to: '/moderation-queue', text: 'Moderation queue', permission: 'moderations:read', group: 'Moderation' },
  ],
  panels: [
    {
      on: 'home',
      key: 'moderation',
      title: 'Moderation',
      permission: 'moderations:read',
      Component: lazy(() => import('./Standing.jsx').then((m) => ({ default: m.Standing }))),
    },
    {
      on: 'audit',
      key: 'selection',
      title: 'Chosen for moderation',
      Component: lazy(() => import('./Selection.jsx').then((m) => ({ default: m.Selection }))),
    },
  ],
  routes: [
    { path: 'moderations', lazy: async () => ({ Component: (await import('./ModerationList.jsx')).ModerationList }) },
    { path: 'moderations/new', lazy: async () => ({ Component: (await import('./AllocateForm.jsx')).AllocateForm }) },
    { path: 'moderation-queue', lazy: async () => ({ Component: (await import('./QueueList.jsx')).QueueList }) },
    {
      path: 'moderations/:moderationId',
      lazy: async () => ({ Component: (await import('./ModerationPage.jsx')).ModerationPage }),
    },
  ],
};
