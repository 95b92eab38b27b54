/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [
    { to: '/feed', text: 'Data feed', permission: 'indicators:read', group: 'Numbers' },
    { to: '/feed-tokens', text: 'Feed tokens', permission: 'clients:manage', group: 'Administration' },
  ],
  routes: [
    { path: 'feed', lazy: async () => ({ Component: (await import('./DataFeed.jsx')).DataFeed }) },
    { path: 'feed-tokens', lazy: async () => ({ Component: (await import('./FeedTokens.jsx')).FeedTokens }) },
  ],
};
