/** Actions: the list and its loop, and each step of one, offered only to whom it belongs. */
import { screen, waitFor, within } from '@testing-library/react';
import { violations } from '../kernel/testing/axe.js';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { ActionForm } from './ActionForm.jsx';
import { ActionList } from './ActionList.jsx';
import { ActionPage } from './ActionPage.jsx';
import { HomeActions } from './HomeActions.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const listed = {
  id: 'x1',
  reference: 'ACT-000001',
  title: 'Rewrite the plan',
  child_id: 'c1',
  child_ref: '104233',
  unit_id: 'u1',
  unit_name: 'North',
  owner_id: 'p-1',
  owner_name: 'Ines Marlow',
  verifier_id: 'p-2',
  verifier_name: 'Ravi Thorne',
  state: 'open',
  is_proven: false,
  due_on: '2020-01-06',
  times_moved: 2,
  is_overdue: true,
  is_escalated: true,
  source_kind: 'audit',
  source_id: 'a1',
  source_label: 'A-000123',
  set_at: '2019-12-01T10:00:00Z',
  done_at: null,
  verified_at: null,
  proven_at: null,
  updated_at: '2019-12-01T10:00:00Z',
};
const action = {
  ...listed,
  detail: 'With dates and names.',
  delegate_id: null,
  delegate_name: null,
  set_by_id: 'p-3',
  set_by_name: 'Priya Vale',
  done_text: '',
  evidence: '',
  done_by_id: null,
  done_by_name: null,
  seen_text: '',
  verified_by_name: null,
  proof: '',
  proof_audit_id: null,
  proof_indicator: null,
  proven_by_name: null,
  cancelled_reason: '',
  escalated_at: '2020-01-20T03:00:00Z',
  escalated_to: ['Sam Vale'],
  history: [
    {
      at: '2019-12-01T10:00:00Z',
      by_name: 'Priya Vale',
      step: 'set',
      from_state: null,
      to_state: 'open',
      told: 'Due 6 January 2020.',
      note: '',
    },
    {
      at: '2020-01-20T03:00:00Z',
      by_name: null,
      step: 'escalated',
      from_state: 'open',
      to_state: 'open',
      told: 'Told Sam Vale.',
      note: '',
    },
  ],
  version: 1,
};
const loop = {
  set: 4,
  done: 3,
  verified: 2,
  proven: 1,
  done_in_time: 2,
  overdue: 1,
  escalated: 1,
  moved: 1,
  cancelled: 0,
  sentence: 'Of 4 actions set, 3 are done, 2 verified by another and 1 proven to have worked; 1 are overdue.',
};
const where = { path: '/actions/:actionId', at: '/actions/x1' };
const words = 'The plan now has dates and names.';

it('lists what is not finished, tells the loop, and narrows in the address', async () => {
  const asked = answering({
    'GET /api/v1/units': page([]),
    'GET /api/v1/actions/loop': loop,
    'GET /api/v1/actions': page([listed]),
  });
  const { container, user, address } = show(<ActionList />, { permissions: ['actions:read', 'actions:set'] });
  expect(await screen.findByRole('link', { name: 'Rewrite the plan' })).toHaveAttribute('href', '/actions/x1');
  expect(await screen.findByText(/Of 4 actions set/)).toBeInTheDocument();
  expect(screen.getByText(/overdue, escalated$/, { selector: 'span' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'A-000123' })).toHaveAttribute('href', '/audits/a1');
  expect(asked.find(({ path }) => path === '/api/v1/actions')?.query.unfinished).toBe('true');
  expect(await violations(container)).toEqual([]);
  await user.selectOptions(screen.getByLabelText('Show'), 'Waiting for me to verify');
  expect(address()).toBe('/?show=to_verify');
  await waitFor(() => expect(asked.at(-1)?.query).toMatchObject({ to_verify: 'true' }));
});

it('says so where there is nothing, and where the role does not open it', async () => {
  answering({ 'GET /api/v1/units': page([]), 'GET /api/v1/actions/loop': loop, 'GET /api/v1/actions': page([]) });
  show(<ActionList />, { permissions: ['actions:read'] });
  expect(await screen.findByText('Nothing is to be done')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Set an action' })).not.toBeInTheDocument();
  show(<ActionList />);
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
});

it('lets the owner say that it is done, with evidence, and nothing else', async () => {
  /** @type {any} */
  let now = action;
  const asked = answering({
    'GET /api/v1/actions/x1': () => now,
    'POST /api/v1/actions/x1/complete': () => {
      now = {
        ...action,
        state: 'done',
        version: 2,
        done_at: '2026-11-01T10:00:00Z',
        done_text: words,
        done_by_id: 'p-1',
      };
      return now;
    },
  });
  const permissions = ['actions:read', 'actions:complete', 'actions:verify'];
  const { container, user } = show(<ActionPage />, { ...where, permissions });
  expect(await screen.findByText(/goes to those above its owner: Sam Vale/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Say that it is done' }));
  expect(within(await screen.findByRole('alert')).getAllByRole('link')).toHaveLength(2);
  await user.type(screen.getByLabelText('What was done'), words);
  await user.type(screen.getByLabelText('Evidence'), 'Plan of 3 November.');
  await user.click(screen.getByRole('button', { name: 'Say that it is done' }));
  expect(await screen.findByText(words)).toBeInTheDocument();
  const sent = asked.find(({ method }) => method === 'POST');
  expect(sent?.body).toEqual({ done_text: words, evidence: 'Plan of 3 November.' });
  expect(sent?.headers.get('If-Match')).toBe('"1"');
  expect(screen.queryByRole('button', { name: 'Verify the action' })).not.toBeInTheDocument();
});

it('lets another verify, and tells what the service refuses', async () => {
  const done = { ...action, state: 'done', owner_id: 'p-9', done_by_id: 'p-9', is_overdue: false, is_escalated: false };
  answering({
    'GET /api/v1/actions/x1': done,
    'POST /api/v1/actions/x1/verify': problemAnswer(409, {
      code: 'action_not_done',
      detail: 'Only an action that is done can be verified.',
    }),
  });
  const { user } = show(<ActionPage />, { ...where, permissions: ['actions:read', 'actions:verify'] });
  await user.type(await screen.findByLabelText('What you have seen'), words);
  await user.click(screen.getByRole('button', { name: 'Verify the action' }));
  expect(await screen.findByText('Only an action that is done can be verified.')).toBeInTheDocument();
  expect(screen.getByText('Reopen it: it was not done, or did not hold')).toBeInTheDocument();
});

it('sets an action', async () => {
  const people = [{ id: 'p-9', name: 'Asha Worker', job_title: 'Social worker', unit_name: 'North' }];
  const asked = answering({
    'GET /api/v1/units': page([]),
    'GET /api/v1/actions/people': page(people),
    'POST /api/v1/actions': action,
  });
  const { container, user, address } = show(<ActionForm />, {
    at: '/actions/new',
    path: '/actions/new',
    permissions: ['actions:set'],
  });
  await screen.findAllByRole('option', { name: 'Asha Worker, Social worker, North' });
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Set the action' }));
  expect(within(await screen.findByRole('alert')).getAllByRole('link')).toHaveLength(2);
  await user.type(screen.getByLabelText('What is to be done'), 'Rewrite the plan');
  await user.selectOptions(screen.getByLabelText('Who is to do it'), 'p-9');
  await user.click(screen.getByRole('button', { name: 'Set the action' }));
  await waitFor(() => expect(address()).toBe('/actions/x1'));
  expect(asked.at(-1)?.body).toMatchObject({
    title: 'Rewrite the plan',
    owner_id: 'p-9',
    verifier_id: null,
    due_on: null,
  });
});

it('shows on the first page only what waits', async () => {
  answering({ 'GET /api/v1/actions': (/** @type {any} */ one) => page(one.query.mine ? [listed] : []) });
  const { container } = show(<HomeActions />, { permissions: ['actions:read', 'actions:verify'] });
  expect(await screen.findByText('Actions for you to do')).toBeInTheDocument();
  expect(screen.queryByText('Actions for you to verify')).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});
