/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/sources', text: 'Data', permission: 'sources:read', also: '/imports' }],
  routes: [
    { path: 'sources', lazy: async () => ({ Component: (await import('./SourceList.jsx')).SourceList }) },
    { path: 'sources/:sourceSystem', lazy: async () => ({ Component: (await import('./SourcePage.jsx')).SourcePage }) },
    {
      path: 'sources/:sourceSystem/findings',
      lazy: async () => ({ Component: (await import('./FindingList.jsx')).FindingList }),
    },
  ],
};
