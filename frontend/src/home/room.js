/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/', text: 'Home', permission: 'me:read' }],
  routes: [{ index: true, lazy: async () => ({ Component: (await import('./HomePage.jsx')).HomePage }) }],
};
