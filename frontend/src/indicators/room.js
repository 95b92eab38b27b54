/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/indicators', text: 'Indicators', permission: 'indicators:read', group: 'Numbers' }],
  routes: [
    { path: 'indicators', lazy: async () => ({ Component: (await import('./IndicatorList.jsx')).IndicatorList }) },
    {
      path: 'indicators/:code',
      lazy: async () => ({ Component: (await import('./IndicatorPage.jsx')).IndicatorPage }),
    },
    {
      path: 'indicators/:code/evidence',
      lazy: async () => ({ Component: (await import('./EvidencePage.jsx')).EvidencePage }),
    },
    {
      path: 'indicators/:code/settings',
      lazy: async () => ({ Component: (await import('./SettingsPage.jsx')).SettingsPage }),
    },
  ],
};
