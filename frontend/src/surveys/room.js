/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = {
  nav: [{ to: '/surveys', text: 'Surveys', permission: 'surveys:read' }],
  routes: [
    { path: 'surveys', lazy: async () => ({ Component: (await import('./SurveyList.jsx')).SurveyList }) },
    { path: 'surveys/new', lazy: async () => ({ Component: (await import('./SurveyForm.jsx')).NewSurvey }) },
    { path: 'surveys/:surveyId', lazy: async () => ({ Component: (await import('./SurveyPage.jsx')).SurveyPage }) },
    {
      path: 'surveys/:surveyId/edit',
      lazy: async () => ({ Component: (await import('./SurveyForm.jsx')).EditSurvey }),
    },
  ],
};
