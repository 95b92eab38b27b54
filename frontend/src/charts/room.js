/** This room's place in the navigation, its page, and what it adds to the pages of indicators. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/charts', text: 'Signal and noise', permission: 'indicators:read', group: 'Numbers' }],
  routes: [{ path: 'charts', lazy: async () => ({ Component: (await import('./ChartList.jsx')).ChartList }) }],
  panels: [
    {
      on: 'indicator-chart',
      key: 'chart',
      title: 'Chart',
      permission: 'indicators:read',
      Component: lazy(() => import('./ChartPanel.jsx').then((m) => ({ default: m.ChartPanel }))),
    },
    {
      on: 'indicator',
      key: 'funnel',
      title: 'Compared at one time',
      permission: 'indicators:read',
      Component: lazy(() => import('./FunnelPanel.jsx').then((m) => ({ default: m.FunnelPanel }))),
    },
  ],
};
