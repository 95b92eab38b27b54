/** This room's place in the navigation and its addresses. */

import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/indicators', text: 'Indicators', permission: 'indicators:read', group: 'Numbers' }],
  panels: [
    {
      on: 'indicator',
      key: 'breakdowns',
      title: 'By age, sex, ethnicity and disability',
      permission: 'indicators:read',
      Component: lazy(() => import('./BreakdownPanel.jsx').then((m) => ({ default: m.BreakdownPanel }))),
    },
    {
      on: 'sheet',
      key: 'worker-figures',
      title: 'What the case records say',
      permission: 'audits:read',
      Component: lazy(() => import('./WorkerFigures.jsx').then((m) => ({ default: m.WorkerFigures }))),
    },
  ],
  routes: [
    { path: 'indicators', lazy: async () => ({ Component: (await import('./IndicatorList.jsx')).IndicatorList }) },
    { path: 'whole-groups', lazy: async () => ({ Component: (await import('./WholeGroups.jsx')).WholeGroups }) },
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
    {
      path: 'indicators/:code/versions',
      lazy: async () => ({ Component: (await import('./VersionsPage.jsx')).VersionsPage }),
    },
  ],
};
