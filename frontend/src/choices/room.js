/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/choices', text: 'Local choices', permission: 'choices:set', group: 'Administration' }],
  routes: [
    { path: 'choices', lazy: async () => ({ Component: (await import('./ChoiceList.jsx')).ChoiceList }) },
    { path: 'choices/:name', lazy: async () => ({ Component: (await import('./ChoicePage.jsx')).ChoicePage }) },
  ],
};
