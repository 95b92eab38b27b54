/** Signing in, and what an administrator does with people. */
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { problemOf } from '../kernel/problem.js';
import { answering, problemAnswer, sessionWith, show } from '../kernel/testing/screen.jsx';
import { PeopleList } from './PeopleList.jsx';
import { PersonPage } from './PersonPage.jsx';
import { SignIn } from './SignIn.jsx';
import { unitOptions } from './UnitSelect.jsx';

const person = {
  id: 'p-9',
  name: 'Ravi Thorne',
  email: 'ravi@example.org',
  job_title: 'Team manager',
  unit_id: 'u-1',
  unit_name: 'North',
  is_active: true,
  roles: ['team_manager'],
  worker_ref: null,
  version: 3,
  grants: [
    {
      id: 'g-1',
      role: 'team_manager',
      unit_id: 'u-1',
      unit_name: 'North',
      from_on: '2020-01-01',
      to_on: null,
      reason: '',
    },
  ],
};
const units = { items: [], next_cursor: null, total: null };

it('asks for both fields before it sends anything, and takes the focus to the list of faults', async () => {
  const { user, session } = show(<SignIn />);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(screen.getByRole('alert')).toHaveFocus();
  await user.click(screen.getByRole('link', { name: 'Enter your password' }));
  expect(screen.getByLabelText('Password')).toHaveFocus();
  expect(session.signIn).not.toHaveBeenCalled();
});

it('does not say which of the two was wrong', async () => {
  const session = { ...sessionWith([]), signIn: vi.fn(async () => Promise.reject(problemOf(401, {}))) };
  const { user } = show(<SignIn />, { session });
  await user.type(screen.getByLabelText('E-mail address'), 'a@example.org');
  await user.type(screen.getByLabelText('Password'), 'wrong');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(
    await screen.findByRole('link', { name: 'The e-mail address or the password is not right' }),
  ).toBeInTheDocument();
});

it('shows and hides the password', async () => {
  const { user } = show(<SignIn />);
  await user.click(screen.getByRole('button', { name: 'Show password' }));
  expect(screen.getByLabelText('Password')).toHaveAttribute('type', 'text');
  await user.click(screen.getByRole('button', { name: 'Hide password' }));
  expect(screen.getByLabelText('Password')).toHaveAttribute('type', 'password');
});

it('keeps the filters in the address and asks the API with them', async () => {
  const asked = answering({ 'GET /api/v1/people': { items: [person], next_cursor: 'c2', total: null } });
  const { user, address } = show(<PeopleList />, { permissions: ['people:read'] });
  await screen.findByRole('link', { name: 'Ravi Thorne' });
  await user.selectOptions(screen.getByLabelText('Role'), 'Auditor');
  expect(address()).toBe('/?role=auditor');
  await vi.waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', role: 'auditor' }));
  expect(screen.queryByRole('link', { name: 'Add a person' })).not.toBeInTheDocument();
});

it('says so when the role does not open the list, and asks for nothing', () => {
  const asked = answering({});
  show(<PeopleList />, { permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  expect(asked).toEqual([]);
});

it('closes a sign-in only after asking, with the version it was read at', async () => {
  const asked = answering({
    'GET /api/v1/people/p-9': person,
    'GET /api/v1/units': units,
    'PATCH /api/v1/people/p-9': { ...person, is_active: false },
  });
  const { user } = show(<PersonPage />, {
    path: '/people/:personId',
    at: '/people/p-9',
    permissions: ['people:read', 'people:manage'],
  });
  await user.click(await screen.findByRole('button', { name: 'Close the sign-in' }));
  const dialog = screen.getByRole('dialog', { name: /Ravi Thorne/ });
  await user.click(within(dialog).getByRole('button', { name: 'Close the sign-in' }));
  await vi.waitFor(() => expect(asked.some(({ method }) => method === 'PATCH')).toBe(true));
  const patch = asked.find(({ method }) => method === 'PATCH');
  expect(patch?.body).toEqual({ is_active: false });
  expect(patch?.headers.get('if-match')).toBe('"3"');
  expect(patch?.headers.get('x-plumbline')).toBe('1');
});

it('puts what the API refuses beside the field of the grant', async () => {
  answering({
    'GET /api/v1/people/p-9': person,
    'GET /api/v1/units': units,
    'POST /api/v1/people/p-9/grants': () =>
      problemAnswer(422, { errors: [{ pointer: '/role', code: 'missing', detail: 'Choose a role' }] }),
  });
  const { user } = show(<PersonPage />, {
    path: '/people/:personId',
    at: '/people/p-9',
    permissions: ['people:read', 'people:manage'],
  });
  await user.click(await screen.findByText('Give another role'));
  await user.click(screen.getByRole('button', { name: 'Give the role' }));
  await user.click(await screen.findByRole('link', { name: 'Choose a role' }));
  expect(screen.getByLabelText('Role')).toHaveFocus();
  expect(screen.getByLabelText('Role')).toHaveAccessibleDescription('Error: Choose a role');
});

it('lists teams under their service, and a team whose service is out of sight at the top', () => {
  const options = unitOptions([
    { id: 'c', parent_id: null, kind: 'council', name: 'Council' },
    { id: 't', parent_id: 's', kind: 'team', name: 'North' },
    { id: 's', parent_id: 'c', kind: 'service', name: 'Safeguarding' },
    { id: 'x', parent_id: 'gone', kind: 'team', name: 'Loose' },
  ]);
  expect(options.map(({ value }) => value)).toEqual(['c', 's', 't', 'x']);
});
