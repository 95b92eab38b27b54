/** Local choices: what counts, since when, by whom and why; settled anew with a day and a reason; the past on record. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { figureWords } from './api.js';
import { ChoiceList } from './ChoiceList.jsx';
import { ChoicePage } from './ChoicePage.jsx';

const change = {
  id: 'c1',
  name: 'moderation_share',
  value: 30,
  from_on: '2026-06-01',
  reason: 'The board agreed it.',
  set_by_id: 'p-2',
  set_by_name: 'Priya Summerhay',
  set_at: '2026-05-20T10:42:00Z',
};
const choice = {
  name: 'moderation_share',
  title: 'Audits moderated at random',
  unit: 'per cent',
  value: 30,
  default: 20,
  least: 0,
  most: 100,
  settled: change,
  coming: { ...change, id: 'c2', value: 40, from_on: '2027-01-01' },
};
const untouched = {
  ...choice,
  name: 'audit_days',
  title: 'An audit is due after',
  unit: 'working days',
  value: 20,
  settled: null,
  coming: null,
};
const answers = {
  'GET /api/v1/choices': [choice, untouched],
  'GET /api/v1/choices/moderation_share/changes': { items: [change], next_cursor: null, total: null },
};
const atShare = {
  path: '/choices/:name',
  at: '/choices/moderation_share',
  permissions: ['choices:read', 'choices:set'],
};

it('shows what counts with its reason, and that no source gives a standard', async () => {
  answering(answers);
  show(<ChoiceList />, { permissions: ['choices:read'] });
  expect(await screen.findByText('30 per cent')).toBeInTheDocument();
  expect(screen.getByText('(40 from 1 January 2027)')).toBeInTheDocument();
  expect(screen.getByText('Priya Summerhay')).toBeInTheDocument();
  expect(screen.getByText('The default')).toBeInTheDocument();
  expect(screen.getByText(/No source gives a sector standard/)).toBeInTheDocument();
});

it('settles a figure anew, with what was wrong at its field', async () => {
  const detail = 'Give a whole number from 0 to 100: per cent.';
  const errors = [{ pointer: '/value', code: 'out_of_bounds', detail }];
  const asked = answering({
    ...answers,
    'PUT /api/v1/choices/moderation_share': (/** @type {any} */ { body }) =>
      body.value > 100 ? problemAnswer(422, { errors }) : { ...choice, value: body.value },
  });
  const { user } = show(<ChoicePage />, atShare);
  await user.click(await screen.findByRole('button', { name: 'Settle it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give a whole number.');
  const figure = screen.getByLabelText(/New figure, in per cent/);
  await user.type(figure, '130');
  await user.type(screen.getByLabelText('Why'), 'More eyes on every grade.');
  await user.click(screen.getByRole('button', { name: 'Settle it' }));
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(detail));
  await user.clear(figure);
  await user.type(figure, '35');
  await user.click(screen.getByRole('button', { name: 'Settle it' }));
  expect(await screen.findByText('Settled. What counted before stays on record.')).toBeInTheDocument();
  const sent = asked.filter(({ method }) => method === 'PUT').at(-1)?.body;
  expect(sent).toMatchObject({ value: 35, reason: 'More eyes on every grade.' });
  expect(screen.getByText('The board agreed it.')).toBeInTheDocument();
});

it('offers no form to those who may only read, and nothing to others', async () => {
  answering(answers);
  const { unmount } = show(<ChoicePage />, { ...atShare, permissions: ['choices:read'] });
  expect(await screen.findByRole('heading', { name: /Audits moderated at random/ })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Settle it' })).not.toBeInTheDocument();
  unmount();
  show(<ChoiceList />, { permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});

it('says one of a unit in the singular', () => {
  expect([figureWords(1, 'working days'), figureWords(20, 'per cent')]).toEqual(['1 working day', '20 per cent']);
});

it('names a code and counts it not', () => {
  expect([figureWords(990, 'DfE code'), figureWords(0, 'DfE code')]).toEqual(['DfE code 990', 'No DfE code']);
});
