/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/audits', text: 'Audits', permission: 'audits:read', group: 'Audits' }],
  routes: [
    { path: 'audits', lazy: async () => ({ Component: (await import('./AuditList.jsx')).AuditList }) },
    { path: 'audits/new', lazy: async () => ({ Component: (await import('./AllocateForm.jsx')).AllocateForm }) },
    { path: 'audits/:auditId', lazy: async () => ({ Component: (await import('./AuditPage.jsx')).AuditPage }) },
  ],
};
