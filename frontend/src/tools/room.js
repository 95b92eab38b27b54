/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/tools', text: 'Audit tools', permission: 'tools:read', group: 'Audits' }],
  routes: [
    { path: 'tools', lazy: async () => ({ Component: (await import('./ToolList.jsx')).ToolList }) },
    { path: 'tools/new', lazy: async () => ({ Component: (await import('./ToolForm.jsx')).ToolForm }) },
    { path: 'tools/scales', lazy: async () => ({ Component: (await import('./ScalesPage.jsx')).ScalesPage }) },
    { path: 'tools/:toolId', lazy: async () => ({ Component: (await import('./ToolPage.jsx')).ToolPage }) },
    { path: 'tools/:toolId/edit', lazy: async () => ({ Component: (await import('./ToolBuilder.jsx')).ToolBuilder }) },
    {
      path: 'tools/:toolId/preview',
      lazy: async () => ({ Component: (await import('./ToolPreview.jsx')).ToolPreview }),
    },
  ],
};
