/** This room's addresses. The navigation leads here from the sources, which say what is missing. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [],
  routes: [
    { path: 'imports', lazy: async () => ({ Component: (await import('./ImportList.jsx')).ImportList }) },
    { path: 'imports/new', lazy: async () => ({ Component: (await import('./ImportForm.jsx')).ImportForm }) },
    { path: 'imports/:importId', lazy: async () => ({ Component: (await import('./ImportPage.jsx')).ImportPage }) },
  ],
};
