/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/journal', text: 'Journal', permission: 'journal:read', group: 'Administration' }],
  routes: [{ path: 'journal', lazy: async () => ({ Component: (await import('./JournalList.jsx')).JournalList }) }],
};
