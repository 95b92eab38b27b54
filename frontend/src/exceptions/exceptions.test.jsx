/** Exceptions: the list, the page with what it rests on, and each step by those who may take it. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { ExceptionList } from './ExceptionList.jsx';
import { ExceptionPage } from './ExceptionPage.jsx';

const listed = {
  id: 'e1',
  reference: 'EXC-000001',
  indicator: 'seen_alone',
  indicator_title: 'Children seen alone',
  unit_id: 'u1',
  unit_name: 'North',
  cause: 'special_cause',
  reason: 'North, Oct 2026: 60% lies below the lower limit.',
  of_period: '2026-10-01',
  state: 'raised',
  raised_at: '2026-11-02T09:00:00Z',
  received_on: null,
  actions_set: 0,
  actions_open: 0,
};
const point = {
  start: '2026-10-01',
  end: '2026-10-31',
  label: 'Oct 2026',
  numerator: 60,
  denominator: 100,
  value: 60,
  target: 80,
  tolerance: 5,
  rag: 'red',
  mean: 80,
  lower: 75,
  upper: 85,
  signal: 'below_lcl',
  meaning: 'concern',
};
const whole = {
  ...listed,
  unit: '%',
  decimals: 0,
  points: [point],
  history: [{ at: '2026-11-02T09:00:00Z', by_name: null, to_state: 'raised', words: listed.reason }],
  version: 1,
};
const answers = {
  'GET /api/v1/exceptions': { items: [listed], next_cursor: null, total: null },
  'GET /api/v1/exceptions/e1': whole,
  'GET /api/v1/units': { items: [], next_cursor: null, total: null },
};
const atOne = { path: '/exceptions/:exceptionId', at: '/exceptions/e1' };

it('lists what is open, with its cause and state in words', async () => {
  const asked = answering(answers);
  const { container } = show(<ExceptionList />, { permissions: ['exceptions:read'] });
  expect(await screen.findByRole('link', { name: 'EXC-000001: Children seen alone' })).toBeInTheDocument();
  expect(screen.getByText('Worse than chance explains', { selector: 'td' })).toBeInTheDocument();
  expect(asked.find(({ path }) => path === '/api/v1/exceptions')?.query).toMatchObject({ unfinished: 'true' });
  expect(await violations(container)).toEqual([]);
});

it('says that none is open, that it could not be read, and nothing to those who may not', async () => {
  answering({ ...answers, 'GET /api/v1/exceptions': { items: [], next_cursor: null, total: null } });
  const { unmount } = show(<ExceptionList />, { permissions: ['exceptions:read'] });
  expect(await screen.findByText('No exception')).toBeInTheDocument();
  unmount();
  answering({ ...answers, 'GET /api/v1/exceptions': () => problemAnswer(503, { detail: 'Busy just now.' }) });
  const failed = show(<ExceptionList />, { permissions: ['exceptions:read'] });
  expect(await screen.findByText('Busy just now.')).toBeInTheDocument();
  failed.unmount();
  show(<ExceptionList />, { permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});

it('shows the figures as they were and is acknowledged with words', async () => {
  const asked = answering({
    ...answers,
    'POST /api/v1/exceptions/e1/acknowledge': { ...whole, state: 'acknowledged', version: 2 },
  });
  const { user, container } = show(<ExceptionPage />, {
    ...atOne,
    permissions: ['exceptions:read', 'exceptions:answer'],
  });
  expect(await screen.findByRole('img', { name: /^Chart: The figures it rests on/ })).toBeInTheDocument();
  const row = screen.getByRole('row', { name: /Oct 2026/, hidden: true });
  for (const words of ['60 of 100', '75% and 85%', 'Concern', 'Red']) expect(row).toHaveTextContent(words);
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Acknowledge it' }));
  await user.click(screen.getByRole('button', { name: 'Acknowledge it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Say it in ten characters or more');
  await user.type(screen.getByLabelText('What do you make of it?'), 'Two workers left in August.');
  await user.click(screen.getByRole('button', { name: 'Acknowledge it' }));
  await waitFor(() => expect(asked.some(({ method }) => method === 'POST')).toBe(true));
  const sent = asked.find(({ method }) => method === 'POST');
  expect(sent?.headers.get('if-match')).toBe('"1"');
  expect(sent?.body).toEqual({ words: 'Two workers left in August.' });
});

it('asks why it is closed while actions are open, and offers no step to those who only read', async () => {
  const planned = { ...whole, state: 'planned', actions_set: 2, actions_open: 1, version: 3 };
  answering({ ...answers, 'GET /api/v1/exceptions/e1': planned });
  const { user, unmount } = show(<ExceptionPage />, { ...atOne, permissions: ['exceptions:read', 'exceptions:close'] });
  await user.click(await screen.findByRole('button', { name: 'Close it' }));
  expect(screen.getByLabelText('Why it is closed although 1 of its actions are open')).toBeInTheDocument();
  unmount();
  show(<ExceptionPage />, { ...atOne, permissions: ['exceptions:read'] });
  expect(await screen.findByText('1 of 2 actions open')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Close it' })).not.toBeInTheDocument();
});
