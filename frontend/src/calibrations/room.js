/** This room's place in the navigation and its addresses. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/calibrations', text: 'Calibrations', permission: 'calibrations:read', group: 'Moderation' }],
  routes: [
    {
      path: 'calibrations',
      lazy: async () => ({ Component: (await import('./CalibrationList.jsx')).CalibrationList }),
    },
    {
      path: 'calibrations/new',
      lazy: async () => ({ Component: (await import('./CalibrationForm.jsx')).CalibrationForm }),
    },
    {
      path: 'calibrations/:calibrationId',
      lazy: async () => ({ Component: (await import('./CalibrationPage.jsx')).CalibrationPage }),
    },
  ],
  panels: [
    {
      on: 'audit',
      key: 'calibrate',
      title: 'Calibrate',
      permission: 'calibrations:manage',
      Component: lazy(() => import('./CalibratePanel.jsx').then((module) => ({ default: module.CalibratePanel }))),
    },
  ],
};
