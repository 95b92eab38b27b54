/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/meetings', text: 'Meetings', permission: 'meetings:read', group: 'Moderation' }],
  routes: [
    { path: 'meetings', lazy: async () => ({ Component: (await import('./MeetingList.jsx')).MeetingList }) },
    { path: 'meetings/new', lazy: async () => ({ Component: (await import('./MeetingForm.jsx')).MeetingForm }) },
    { path: 'meetings/:meetingId', lazy: async () => ({ Component: (await import('./MeetingPage.jsx')).MeetingPage }) },
    {
      path: 'meetings/:meetingId/change',
      lazy: async () => ({ Component: (await import('./MeetingForm.jsx')).MeetingChange }),
    },
    {
      path: 'meetings/:meetingId/hold',
      lazy: async () => ({ Component: (await import('./HoldPage.jsx')).HoldPage }),
    },
  ],
};
