/** Conventions: what counts and what counted, tried out on the last year, and set from a day on with a reason. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { numberWords } from './settings.js';
import { SettingsPage } from './SettingsPage.jsx';

const indicator = {
  code: 'visits_in_time',
  title: 'Visits in time',
  description: 'How often visits are made when they are due.',
  numerator_text: 'Visits made in time',
  denominator_text: 'Visits due',
  unit: '%',
  known_gaps: 'Local interval.',
  owner: 'Performance analyst',
};
const change = { reason: 'The default.', set_by_name: null, set_at: '2026-11-01T10:00:00Z' };
const setting = {
  name: 'within',
  title: 'A child is seen at least every',
  unit: 'working days',
  number: 10,
  default: 10,
  least: 1,
  most: 120,
  history: [
    { ...change, number: 15, from_on: '2099-01-01', to_on: null, reason: 'Agreed.', set_by_name: 'Priya Summerhay' },
    { ...change, number: 12, from_on: '2026-11-02', to_on: '2026-11-02' },
    { ...change, number: 10, from_on: '1900-01-01', to_on: '2099-01-01' },
  ],
};
/** @param {number|null} value */
const counted = (value) => ({ numerator: value === null ? 0 : 3, denominator: value === null ? 0 : 4, value });
const trial = {
  name: 'within',
  number: 15,
  from_on: /** @type {string|null} */ (null),
  year: { period_start: '2025-11-01', label: 'Nov 2025 to Oct 2026', old: counted(60), new: counted(70) },
  changed: 1,
  sentence: '1 of the last twelve whole months would have come out differently.',
  points: [
    { period_start: '2026-09-01', label: 'Sep 2026', old: counted(null), new: counted(null) },
    { period_start: '2026-10-01', label: 'Oct 2026', old: counted(50), new: counted(75) },
  ],
};
const answers = {
  'GET /api/v1/indicators/visits_in_time': indicator,
  'GET /api/v1/indicators/visits_in_time/settings': [setting],
};
const at = { path: '/indicators/:code/settings', at: '/indicators/visits_in_time/settings?setting=within' };
const reader = { ...at, permissions: ['indicators:read'] };
const definer = { ...at, permissions: ['indicators:read', 'indicators:define'] };

it('shows what counts now, what is to come and all that was set, without a form for readers', async () => {
  answering(answers);
  const { container } = show(<SettingsPage />, reader);
  const row = await screen.findByRole('row', { name: /^A child is seen at least every/ });
  expect(row).toHaveTextContent('15 working days from 1 January 2099');
  expect(screen.getByText('Replaced before it counted')).toBeInTheDocument();
  expect(screen.getByText(/From the start until/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Set it' })).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('opens a convention in the address', async () => {
  answering(answers);
  const { user, address } = show(<SettingsPage />, { ...reader, at: '/indicators/visits_in_time/settings' });
  await user.click(await screen.findByRole('button', { name: /^Open/ }));
  expect(address()).toBe('/indicators/visits_in_time/settings?setting=within');
});

it('tries a number out before anything is set', async () => {
  const asked = answering({ ...answers, 'POST /api/v1/indicators/visits_in_time/settings/within/preview': trial });
  const { user, container } = show(<SettingsPage />, definer);
  await user.click(await screen.findByRole('button', { name: 'What would this do to last year?' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give a whole number.');
  await user.type(screen.getByLabelText(/New number, in working days/), '15');
  await user.click(screen.getByRole('button', { name: 'What would this do to last year?' }));
  expect(await screen.findByRole('img', { name: /had 15 counted all the while/ })).toBeInTheDocument();
  const table = screen.getByRole('table', { name: /had 15 counted all the while/, hidden: true });
  expect(within(table).getByRole('row', { name: /^Oct 2026/, hidden: true })).toHaveTextContent(
    '50.0% (3 of 4)75.0% (3 of 4)',
  );
  expect(within(table).getByRole('row', { name: /Sep 2026/, hidden: true })).toHaveTextContent(
    'Nothing to countThe same',
  );
  expect(within(table).getByRole('row', { name: /^Nov 2025 to Oct 2026/, hidden: true })).toHaveTextContent(
    '60.0% (3 of 4)70.0% (3 of 4)',
  );
  const tried = asked.filter(({ method }) => method === 'POST').at(-1)?.body;
  expect(tried).toEqual({ number: 15, from_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(asked.some(({ method }) => method === 'PUT')).toBe(false);
  expect(await violations(container)).toEqual([]);
});

it('sets a number from a day on, and asks twice before the past changes', async () => {
  const detail = 'That day has passed.';
  const asked = answering({
    ...answers,
    'PUT /api/v1/indicators/visits_in_time/settings/within': (/** @type {any} */ { body }) =>
      body.from_on < '2026-02-01' && !body.changes_the_past
        ? problemAnswer(422, { errors: [{ pointer: '/from_on', code: 'in_the_past', detail }] })
        : setting,
  });
  const { user } = show(<SettingsPage />, definer);
  await user.type(await screen.findByLabelText(/New number/), '15');
  const day = screen.getByLabelText('Counts from');
  await user.clear(day);
  await user.type(day, '2026-01-05');
  await user.type(screen.getByLabelText('Why'), 'Agreed at the meeting.');
  await user.click(screen.getByRole('button', { name: 'Set it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(detail);
  await user.click(screen.getByLabelText(/I mean it/));
  await user.click(screen.getByRole('button', { name: 'Set it' }));
  expect(await screen.findByText(/^Set. What counted before stays/)).toBeInTheDocument();
  expect(asked.filter(({ method }) => method === 'PUT').at(-1)?.body).toEqual({
    number: 15,
    from_on: '2026-01-05',
    reason: 'Agreed at the meeting.',
    changes_the_past: true,
  });
});

it('says when there is nothing to set, and what a role does not open', async () => {
  answering({ ...answers, 'GET /api/v1/indicators/visits_in_time/settings': [] });
  const { unmount } = show(<SettingsPage />, reader);
  expect(await screen.findByText(/Nothing about this indicator/)).toBeInTheDocument();
  unmount();
  show(<SettingsPage />, { ...at, permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  expect([numberWords(1, 'months'), numberWords(0, '0 or 1')]).toEqual(['1 month', '0']);
});
