/** What this room adds to the pages of indicators: signals to the list, chart and funnel to each. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [],
  routes: [],
  panels: [
    {
      on: 'indicators',
      key: 'signals',
      title: 'What the charts say',
      permission: 'indicators:read',
      Component: lazy(() => import('./SignalGroups.jsx').then((m) => ({ default: m.SignalGroups }))),
    },
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
