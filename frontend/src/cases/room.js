/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/children', text: 'Children', permission: 'cases:read' }],
  routes: [
    { path: 'children', lazy: async () => ({ Component: (await import('./ChildList.jsx')).ChildList }) },
    { path: 'children/:childId', lazy: async () => ({ Component: (await import('./ChildPage.jsx')).ChildPage }) },
  ],
};
