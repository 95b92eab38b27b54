/** This room's place in the navigation, its addresses, and what it adds to audits and to the home page. */
import { lazy } from 'react';

/** @type {import('../app.jsx').Room} */
export const room = {
  // For those who look after audits; a practitioner is asked on the home page.
  nav: [
    { to: '/voices', text: 'Voices', permission: 'rounds:read', group: 'Audits' },
    { to: '/views', text: 'Your own views', permission: 'voices:answer', group: 'Audits' },
  ],
  routes: [
    { path: 'voices', lazy: async () => ({ Component: (await import('./VoicesSummary.jsx')).VoicesSummary }) },
    { path: 'views', lazy: async () => ({ Component: (await import('./ViewList.jsx')).ViewList }) },
    { path: 'views/:auditId', lazy: async () => ({ Component: (await import('./ViewPage.jsx')).ViewPage }) },
  ],
  panels: [
    {
      on: 'audit-step',
      key: 'voices',
      title: 'Voices',
      permission: 'audits:complete',
      Component: lazy(() => import('./VoicesStep.jsx').then((file) => ({ default: file.VoicesStep }))),
    },
    {
      on: 'audit',
      key: 'voices',
      title: 'Voices',
      permission: 'audits:read',
      Component: lazy(() => import('./VoicesPanel.jsx').then((file) => ({ default: file.VoicesPanel }))),
    },
    {
      on: 'audit-earlier',
      key: 'voices',
      title: 'Voices',
      permission: 'audits:read',
      Component: lazy(() => import('./KeptVoices.jsx').then((file) => ({ default: file.KeptVoices }))),
    },
    {
      on: 'home',
      key: 'views',
      title: 'Audits that ask for your view',
      permission: 'voices:answer',
      Component: lazy(() => import('./AskedPanel.jsx').then((file) => ({ default: file.AskedPanel }))),
    },
  ],
};
