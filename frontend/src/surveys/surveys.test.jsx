/** Surveys: written as statements in order, opened and closed, links shown once, small counts not shown. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { NewSurvey } from './SurveyForm.jsx';
import { SurveyPage } from './SurveyPage.jsx';
import { responsesWords } from './words.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

/** @type {any} */
const survey = {
  id: 'v1',
  title: 'How is it for you?',
  audience: 'child',
  state: 'open',
  opens_on: '2026-10-01',
  closes_on: null,
  questions_count: 2,
  responses_count: 5,
  introduction: '',
  opened_at: null,
  closed_at: null,
  version: 4,
  questions: [
    { id: 'q1', text: 'My social worker listens to me', standard_id: 's4', standard_number: 4 },
    { id: 'q2', text: 'I know my plan', standard_id: null, standard_number: null },
  ],
};
const where = { path: '/surveys/:surveyId', at: '/surveys/v1', permissions: ['surveys:read', 'surveys:manage'] };

it('writes statements in the order that buttons give them', async () => {
  const asked = answering({
    'GET /api/v1/standards': { standards: [{ id: 's4', number: 4, text: 'Children are heard' }] },
    'POST /api/v1/surveys': { ...survey, state: 'draft' },
  });
  const { user } = show(<NewSurvey />, { path: '/surveys/new', at: '/surveys/new', permissions: ['surveys:manage'] });
  await user.click(screen.getByRole('button', { name: 'Save the draft' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give the survey a title');
  await user.type(screen.getByLabelText('Title'), 'How is it for you?');
  await user.click(screen.getByRole('radio', { name: 'Children and young people' }));
  await user.type(screen.getByLabelText('Statement 1'), 'Second');
  await user.click(screen.getByRole('button', { name: 'Add a statement' }));
  await user.type(screen.getByLabelText('Statement 2'), 'First');
  await user.selectOptions(screen.getByLabelText('Standard that statement 2 tells of'), 's4');
  await user.click(screen.getByRole('button', { name: 'Move up statement 2' }));
  await user.click(screen.getByRole('button', { name: 'Save the draft' }));
  await waitFor(() => expect(asked.at(-1)?.method).toBe('POST'));
  expect(asked.at(-1)?.body).toEqual({
    title: 'How is it for you?',
    audience: 'child',
    introduction: '',
    closes_on: null,
    questions: [
      { text: 'First', standard_id: 's4' },
      { text: 'Second', standard_id: null },
    ],
  });
});

it('shows links once and refuses a number that is none', async () => {
  const links = ['https://example.org/respond.html#one', 'https://example.org/respond.html#two'];
  const asked = answering({
    'GET /api/v1/surveys/v1': survey,
    'POST /api/v1/surveys/v1/links': () => Response.json({ links }, { status: 201 }),
  });
  const { user } = show(<SurveyPage />, where);
  const count = await screen.findByLabelText('How many links');
  await user.clear(count);
  await user.type(count, '900');
  await user.click(screen.getByRole('button', { name: 'Make links' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('from 1 to 500');
  await user.clear(count);
  await user.type(count, '2');
  await user.click(screen.getByRole('button', { name: 'Make links' }));
  const list = await screen.findByRole('list', { name: /Links to/ });
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(links);
  expect(asked.at(-1)?.body).toEqual({ count: 2 });
  expect(screen.queryByRole('heading', { name: 'Results' })).not.toBeInTheDocument();
});

it('shows bars with n, and says where too few answered', async () => {
  const counts = { 1: 1, 2: 0, 3: 4, 4: 5, 5: 10 };
  answering({
    'GET /api/v1/surveys/v1': { ...survey, state: 'closed', responses_count: 22 },
    'GET /api/v1/surveys/v1/results': {
      survey_id: 'v1',
      state: 'closed',
      n: 22,
      is_suppressed: false,
      reason: null,
      questions: [
        { id: 'q1', text: 'Listens', standard_number: 4, n: 20, counts, agree_percent: 75, status: 'ok' },
        {
          id: 'q2',
          text: 'Plan',
          standard_number: null,
          n: null,
          counts: null,
          agree_percent: null,
          status: 'suppressed',
        },
      ],
    },
  });
  show(<SurveyPage />, where);
  expect(await screen.findByText('75% of 20 agree. Standard 4.')).toBeInTheDocument();
  expect(screen.getByRole('img', { name: 'Stacked bar: Listens' })).toBeInTheDocument();
  expect(screen.getByText('Fewer than five answers, so not shown.')).toBeInTheDocument();
  expect(screen.queryByRole('img', { name: /Plan/ })).not.toBeInTheDocument();
});

it('offers nothing to change to those who may only read', async () => {
  answering({ 'GET /api/v1/surveys/v1': { ...survey, state: 'draft' } });
  show(<SurveyPage />, { ...where, permissions: ['surveys:read'] });
  await screen.findByRole('heading', { name: /How is it for you/ });
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('never counts fewer than five', () => {
  expect(responsesWords({ ...survey, responses_count: null })).toBe('Fewer than five');
  expect(responsesWords(survey)).toBe('At least 5');
  expect(responsesWords({ ...survey, state: 'closed', responses_count: 22 })).toBe('22');
});
