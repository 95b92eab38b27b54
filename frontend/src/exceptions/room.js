/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/exceptions', text: 'Exceptions', permission: 'exceptions:read', group: 'Numbers' }],
  routes: [
    { path: 'exceptions', lazy: async () => ({ Component: (await import('./ExceptionList.jsx')).ExceptionList }) },
    {
      path: 'exceptions/:exceptionId',
      lazy: async () => ({ Component: (await import('./ExceptionPage.jsx')).ExceptionPage }),
    },
  ],
};
