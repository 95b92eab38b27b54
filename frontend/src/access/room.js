/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [
    { to: '/people', text: 'People', permission: 'people:read', group: 'Administration' },
    { to: '/clients', text: 'Machine clients', permission: 'clients:manage', group: 'Administration' },
  ],
  routes: [
    { path: 'people', lazy: async () => ({ Component: (await import('./PeopleList.jsx')).PeopleList }) },
    { path: 'people/new', lazy: async () => ({ Component: (await import('./PersonForm.jsx')).PersonForm }) },
    { path: 'people/:personId', lazy: async () => ({ Component: (await import('./PersonPage.jsx')).PersonPage }) },
    { path: 'clients', lazy: async () => ({ Component: (await import('./ClientList.jsx')).ClientList }) },
  ],
};
