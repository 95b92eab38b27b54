/** Concerns: raised at any step, in sight until closed, and closed by another with words. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, show } from '../kernel/testing/screen.jsx';
import { AuditConcerns } from './AuditConcerns.jsx';
import { openFor } from './ConcernCard.jsx';
import { ConcernList } from './ConcernList.jsx';
import { ConcernStep } from './ConcernStep.jsx';
import { HomeConcerns } from './HomeConcerns.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
/** @type {any} */
const audit = { id: 'a1', reference: 'A-000123', child_ref: '104233', state: 'in_progress' };
const concern = {
  id: 's1',
  reference: 'SC-000001',
  audit_id: 'a1',
  audit_reference: 'A-000123',
  child_id: 'c1',
  child_ref: '104233',
  unit_id: 'u1',
  unit_name: 'North',
  what: 'Nobody has seen him since he spoke.',
  done_at_once: '',
  told_id: 'p-1',
  told_name: 'Ines Marlow',
  raised_by_id: 'p-7',
  raised_by_name: 'Asha Vale',
  raised_at: '2026-11-01T10:00:00Z',
  is_open: true,
  is_late: true,
  hours_open: 50,
  closed_text: '',
  closed_by_name: null,
  closed_at: null,
  version: 1,
};

it('is raised from a step of the form, once it says what and who is told', async () => {
  /** @type {unknown[]} */
  let held = [];
  const asked = answering({
    'GET /api/v1/concerns': () => page(held),
    'GET /api/v1/concerns/people': page([{ id: 'p-9', name: 'Sam Vale', job_title: 'Service manager' }]),
    'POST /api/v1/concerns': () => {
      held = [concern];
      return concern;
    },
  });
  const { container, user } = show(<ConcernStep audit={audit} />, { permissions: ['audits:read'] });
  await screen.findByRole('option', { name: 'Sam Vale, Service manager' });
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Raise the concern' }));
  expect(within(await screen.findByRole('alert')).getAllByRole('link')).toHaveLength(2);
  await user.type(screen.getByLabelText(/What makes you fear/), 'Nobody has seen him since.');
  await user.selectOptions(screen.getByLabelText('Who is told today'), 'p-9');
  await user.click(screen.getByRole('button', { name: 'Raise the concern' }));
  expect(await screen.findByText('Nobody has seen him since he spoke.')).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    audit_id: 'a1',
    what: 'Nobody has seen him since.',
    done_at_once: '',
    told_id: 'p-9',
  });
  expect(screen.getByLabelText(/What makes you fear/)).toHaveValue('');
});

it('stands on the first page until it is closed with words', async () => {
  const asked = answering({
    'GET /api/v1/concerns': page([concern]),
    'POST /api/v1/concerns/s1/close': { ...concern, is_open: false },
  });
  const { container, user } = show(<HomeConcerns />, { permissions: ['audits:read', 'audits:acknowledge'] });
  expect(await screen.findByText('Open, raised before today')).toBeInTheDocument();
  expect(screen.getByText(/Open for 2 days/)).toBeInTheDocument();
  expect(asked[0]?.query).toMatchObject({ open: 'true' });
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByText('Close this concern'));
  await user.type(screen.getByLabelText(/What was done/), 'He was seen at home this morning.');
  await user.click(screen.getByRole('button', { name: 'Close the concern' }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
      closed_text: 'He was seen at home this morning.',
    }),
  );
});

it('is not closed by whoever raised it, nor raised from a closed audit', async () => {
  answering({ 'GET /api/v1/concerns': page([{ ...concern, raised_by_id: 'p-1' }]) });
  show(<AuditConcerns audit={{ ...audit, state: 'final' }} />, { permissions: ['audits:read', 'audits:acknowledge'] });
  expect(await screen.findByText(/SC-000001/)).toBeInTheDocument();
  expect(screen.queryByText('Close this concern')).not.toBeInTheDocument();
  expect(screen.queryByText('Raise a safety concern')).not.toBeInTheDocument();
});

it('is listed with the time it was open', async () => {
  answering({
    'GET /api/v1/units': page([]),
    'GET /api/v1/concerns': page([{ ...concern, is_open: false, hours_open: 5 }]),
  });
  const { container } = show(<ConcernList />, { permissions: ['audits:read'] });
  expect(await screen.findByText('5 hours')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
  expect([openFor(0), openFor(1), openFor(47), openFor(49)]).toEqual([
    'less than an hour',
    '1 hour',
    '47 hours',
    '2 days',
  ]);
});
