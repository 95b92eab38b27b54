/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/standards', text: 'Standards', permission: 'standards:read' }],
  routes: [
    { path: 'standards', lazy: async () => ({ Component: (await import('./StandardsPage.jsx')).StandardsPage }) },
    {
      path: 'standards/versions',
      lazy: async () => ({ Component: (await import('./VersionList.jsx')).VersionList }),
    },
    {
      path: 'standards/sets/new',
      lazy: async () => ({ Component: (await import('./SetForm.jsx')).SetForm }),
    },
    {
      path: 'standards/versions/:versionId',
      lazy: async () => ({ Component: (await import('./VersionPage.jsx')).VersionPage }),
    },
    {
      path: 'standards/comparison',
      lazy: async () => ({ Component: (await import('./ComparisonPage.jsx')).ComparisonPage }),
    },
  ],
};
