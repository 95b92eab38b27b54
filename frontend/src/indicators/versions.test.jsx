/** Versions: what an indicator counted and was called, giving it other words, and taking these back. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { VersionsPage } from './VersionsPage.jsx';

const delivered = {
  title: 'Visits in time',
  description: 'How often visits are made when they are due.',
  numerator_text: 'Visits made in time',
  denominator_text: 'Visits due',
  known_gaps: 'Local interval.',
  owner: 'Performance analyst',
};
const indicator = { ...delivered, code: 'visits', title: 'On time', unit: '%', definition_version: 2, version: 2 };
const convention = {
  name: 'within',
  title: 'A child is seen every',
  unit: 'working days',
  set_at: '2026-11-01T10:00:00Z',
};
const agreed = { reason: 'Agreed in October.', set_by_name: 'Priya Summerhay' };
const versions = {
  definitions: [
    {
      number: 2,
      from_on: '2026-10-01',
      to_on: null,
      is_in_force: true,
      conventions: [{ ...convention, ...agreed, number: 15, was: 10 }],
    },
    {
      number: 1,
      from_on: null,
      to_on: '2026-10-01',
      is_in_force: false,
      conventions: [{ ...convention, number: 10, was: null, reason: 'The default.', set_by_name: null }],
    },
  ],
  wordings: [
    {
      ...delivered,
      number: 2,
      title: 'On time',
      is_delivered: false,
      changed: ['title'],
      reason: 'As we say it.',
      written_by_name: 'Priya Summerhay',
      written_at: '2026-11-02T10:00:00Z',
    },
    {
      ...delivered,
      number: 1,
      is_delivered: true,
      changed: [],
      reason: 'The words it came with.',
      written_by_name: null,
      written_at: null,
    },
  ],
  delivered,
};
const answers = {
  'GET /api/v1/indicators/visits': indicator,
  'GET /api/v1/indicators/visits/versions': versions,
};
const at = { path: '/indicators/:code/versions', at: '/indicators/visits/versions' };
const reader = { ...at, permissions: ['indicators:read'] };
const definer = { ...at, permissions: ['indicators:read', 'indicators:define'] };

it('tells what was counted and what it was called, the latest first, with what changed and why', async () => {
  answering(answers);
  const { container } = show(<VersionsPage />, reader);
  const counted = within(await screen.findByRole('region', { name: 'What was counted' }));
  const [second, first] = counted.getAllByRole('listitem').filter((item) => item.className);
  expect(second).toHaveTextContent(
    'Version 2 In forceFrom 1 October 2026 onA child is seen every 10 working days 15 working days',
  );
  expect(second).toHaveTextContent('Agreed in October. Priya Summerhay, ');
  expect(first).toHaveTextContent('From the start until 1 October 2026');
  const called = screen.getByRole('region', { name: 'What it was called' });
  expect(called).toHaveTextContent('As we say it.TitleVisits in time On time');
  expect(called).toHaveTextContent('Wording 1 As it came');
  expect(screen.queryByRole('button', { name: /^Back to the words/ })).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('goes back to the words it came with by one press', async () => {
  const asked = answering({ ...answers, 'PATCH /api/v1/indicators/visits': indicator });
  const { user } = show(<VersionsPage />, definer);
  await user.click(await screen.findByRole('button', { name: 'Back to the words it came with' }));
  const sent = asked.find(({ method }) => method === 'PATCH');
  expect(sent?.body).toEqual({ ...delivered, reason: 'Back to the words it came with.' });
});

it('sends the words that changed with the reason, and says what is missing before', async () => {
  const asked = answering({ ...answers, 'PATCH /api/v1/indicators/visits': indicator });
  const { user, container } = show(<VersionsPage />, definer);
  await user.click(await screen.findByText('Change the words'));
  await user.click(screen.getByRole('button', { name: 'Keep these words' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Change at least one of the words.');
  await user.clear(screen.getByLabelText('Title'));
  await user.click(screen.getByRole('button', { name: 'Keep these words' }));
  expect(screen.getByRole('alert')).toHaveTextContent('Write something here.');
  await user.type(screen.getByLabelText('Title'), 'Seen in time');
  await user.type(screen.getByLabelText('Why'), 'As the teams say it.');
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Keep these words' }));
  const sent = asked.find(({ method }) => method === 'PATCH');
  expect(sent?.body).toEqual({ title: 'Seen in time', reason: 'As the teams say it.' });
});

it('takes in what somebody else wrote meanwhile, and keeps what was typed here', async () => {
  const current = { ...indicator, title: 'Theirs', owner: 'Data team', version: 3 };
  const asked = answering({
    ...answers,
    'PATCH /api/v1/indicators/visits': () =>
      problemAnswer(412, /** @type {any} */ ({ detail: 'Somebody changed this after you opened it.', current })),
  });
  const { user } = show(<VersionsPage />, definer);
  await user.click(await screen.findByText('Change the words'));
  await user.clear(screen.getByLabelText('Title'));
  await user.type(screen.getByLabelText('Title'), 'Ours');
  await user.type(screen.getByLabelText('Why'), 'As the teams say it.');
  await user.click(screen.getByRole('button', { name: 'Keep these words' }));
  expect(await screen.findByText(/Where you both changed the same, yours stand/)).toBeInTheDocument();
  expect(screen.getByLabelText('Title')).toHaveValue('Ours');
  expect(screen.getByLabelText('Owner')).toHaveValue('Data team');
  await user.click(screen.getByRole('button', { name: 'Keep these words' }));
  const sent = asked.filter(({ method }) => method === 'PATCH');
  expect(sent.map(({ body }) => body)).toEqual(Array(2).fill({ title: 'Ours', reason: 'As the teams say it.' }));
});

it('says what a role does not open', async () => {
  show(<VersionsPage />, { ...at, permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});
