/** The targets of an indicator: what counts, what was set before, and setting one with a reason. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { TargetPanel } from './TargetPanel.jsx';

const target = {
  id: 't1',
  indicator: 'seen_alone',
  unit_id: null,
  unit_name: null,
  target: 80,
  tolerance: 5,
  from_on: '2026-04-01',
  is_in_force: true,
  reason: 'The board agreed it.',
  set_by_name: 'Priya Summerhay',
  set_at: '2026-04-01T09:00:00Z',
};
const older = { ...target, id: 't2', target: 75, is_in_force: false, from_on: '2025-04-01' };
const indicator = /** @type {any} */ ({ code: 'seen_alone', title: 'Seen alone', unit: '%', polarity: 'high' });
const answers = {
  'GET /api/v1/targets': { items: [target, older], next_cursor: null, total: null },
  'GET /api/v1/units': { items: [], next_cursor: null, total: null },
};

it('shows what counts, and all that was set with its reason', async () => {
  answering(answers);
  const { container } = show(<TargetPanel indicator={indicator} />, { permissions: ['indicators:read'] });
  expect(await screen.findByText('What counts today')).toBeInTheDocument();
  expect(screen.getAllByText('80%').length).toBeGreaterThan(0);
  expect(screen.getByText('All that was ever set (2)')).toBeInTheDocument();
  expect(screen.getAllByText('The board agreed it.').length).toBe(2);
  expect(screen.queryByRole('button', { name: 'Set a target' })).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('says what it means that no target is set', async () => {
  answering({ ...answers, 'GET /api/v1/targets': { items: [], next_cursor: null, total: null } });
  show(<TargetPanel indicator={indicator} />, { permissions: ['indicators:read'] });
  expect(await screen.findByText(/No target is set/)).toBeInTheDocument();
});

it('sets a target, with what was wrong at its field', async () => {
  const detail = 'Begin today or later: what counted in the past stands.';
  let tries = 0;
  const asked = answering({
    ...answers,
    'POST /api/v1/targets': () =>
      tries++ ? target : problemAnswer(422, { errors: [{ pointer: '/from_on', code: 'in_the_past', detail }] }),
  });
  const { user } = show(<TargetPanel indicator={indicator} />, { permissions: ['indicators:read', 'targets:set'] });
  await user.click(await screen.findByRole('button', { name: 'Set a target' }));
  await user.type(screen.getByLabelText('Target, in per cent'), 'many');
  await user.click(screen.getByRole('button', { name: 'Set it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give a number, or nothing to end it.');
  await user.clear(screen.getByLabelText('Target, in per cent'));
  await user.type(screen.getByLabelText('Target, in per cent'), '85');
  await user.type(screen.getByLabelText(/Tolerance/), '5');
  await user.type(screen.getByLabelText('Why'), 'Agreed in June.');
  await user.click(screen.getByRole('button', { name: 'Set it' }));
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(detail));
  await user.click(screen.getByRole('button', { name: 'Set it' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Set it' })).not.toBeInTheDocument());
  expect(asked.findLast(({ method }) => method === 'POST')?.body).toMatchObject({
    indicator: 'seen_alone',
    unit_id: null,
    target: 85,
    tolerance: 5,
  });
});
