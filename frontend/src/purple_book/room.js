/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/purple-book', text: 'Purple Book', permission: 'indicators:read', group: 'Numbers' }],
  routes: [
    { path: 'purple-book', lazy: async () => ({ Component: (await import('./PurpleBook.jsx')).PurpleBook }) },
    {
      path: 'purple-book/contents',
      lazy: async () => ({ Component: (await import('./BookContents.jsx')).BookContents }),
    },
  ],
};
