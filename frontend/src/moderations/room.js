/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/moderations', text: 'Moderations', permission: 'moderations:read', group: 'Moderation' }],
  routes: [
    { path: 'moderations', lazy: async () => ({ Component: (await import('./ModerationList.jsx')).ModerationList }) },
    { path: 'moderations/new', lazy: async () => ({ Component: (await import('./AllocateForm.jsx')).AllocateForm }) },
    {
      path: 'moderations/:moderationId',
      lazy: async () => ({ Component: (await import('./ModerationPage.jsx')).ModerationPage }),
    },
  ],
};
