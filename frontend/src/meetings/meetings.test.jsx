/** Meetings: planned, with an agenda that opens its evidence, held once with decisions, and read as minutes. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { HoldPage } from './HoldPage.jsx';
import { MeetingChange, MeetingForm } from './MeetingForm.jsx';
import { MeetingList } from './MeetingList.jsx';
import { MeetingPage } from './MeetingPage.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const listed = {
  id: 'm1',
  kind: 'audit_feedback_and_moderation',
  meets_on: '2026-11-03',
  place: 'Room 3',
  chair_name: 'Ines Marlow',
  state: 'planned',
  decisions: 0,
};
const lines = [{ noun: 'moderation', id: 'x1', label: 'A-000123', words: 'Lowered by 2 grades on 1 November 2026.' }];
const planned = {
  ...listed,
  chair_id: 'p-1',
  since: '2026-10-04',
  attendees: [{ person_id: 'p2', name: 'Ravi Thorne', was_present: null }],
  agenda: [
    { key: 'moved', title: 'Changed by two grades', rule: 'Moderated since.', sentence: '1 is.', count: 1, lines },
    { key: 'late', title: 'Late', rule: 'The day has gone by.', sentence: 'There are none.', count: 0, lines: [] },
  ],
  items: [{ id: 'i1', title: 'Practice week', detail: 'Which days.', added_by_name: 'Ines Marlow' }],
  decisions_made: [],
  held_at: null,
  held_by_name: null,
  version: 4,
};
const decision = {
  id: 'd1',
  section: 'moved',
  kind: 'further_audits',
  words: 'Ten audits of plans.',
  owner_name: null,
  due_on: null,
  action_id: null,
  tool_id: 't1',
  tool_title: 'Case audit',
  audits_count: 10,
  round_id: null,
};
const held = {
  ...planned,
  state: 'held',
  decisions: 2,
  attendees: [{ person_id: 'p2', name: 'Ravi Thorne', was_present: true }],
  decisions_made: [
    decision,
    {
      ...decision,
      id: 'd2',
      section: 'other',
      kind: 'action',
      words: 'Look at plans.',
      owner_name: 'Moira Quill',
      due_on: '2026-12-01',
      action_id: 'act1',
      tool_id: null,
      audits_count: null,
    },
  ],
  held_at: '2026-11-03T12:00:00Z',
  held_by_name: 'Ines Marlow',
};
const people = page([
  { id: 'p-1', name: 'Ines Marlow', job_title: 'Service manager', is_active: true },
  { id: 'p2', name: 'Ravi Thorne', job_title: 'Auditor', is_active: true },
]);
const where = { path: '/meetings/:meetingId', at: '/meetings/m1' };
const chair = ['meetings:read', 'meetings:manage'];

it('shows the agenda, what each line opens, and takes items of the chair', async () => {
  const asked = answering({
    'GET /api/v1/meetings/m1': planned,
    'POST /api/v1/meetings/m1/items': planned,
    'DELETE /api/v1/meetings/m1/items/i1': planned,
  });
  const { user } = show(<MeetingPage />, { ...where, permissions: chair });
  expect(await screen.findByRole('link', { name: 'A-000123' })).toHaveAttribute('href', '/moderations/x1');
  expect(screen.getByText('There are none.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Hold it' })).toHaveAttribute('href', '/meetings/m1/hold');
  await user.click(screen.getByRole('button', { name: 'Take off Practice week' }));
  await waitFor(() => expect(asked.some(({ method }) => method === 'DELETE')).toBe(true));
  await user.click(screen.getByText('Add something of your own'));
  await user.type(screen.getByLabelText('What it is about'), 'Thanks');
  await user.click(screen.getByRole('button', { name: 'Add it' }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ title: 'Thanks', detail: '' }),
  );
});

it('reads as minutes when it was held, and makes a round of further audits', async () => {
  answering({
    'GET /api/v1/meetings/m1': held,
    'POST /api/v1/meetings/m1/decisions/d1/round': { id: 'r1' },
  });
  const permissions = ['meetings:read', 'rounds:manage'];
  const { user, address } = show(<MeetingPage />, { ...where, permissions });
  const moved = within(await screen.findByRole('region', { name: /Changed by two grades/ }));
  expect(moved.getByText(/10 further audits with “Case audit”/)).toBeInTheDocument();
  expect(screen.getByText(/for Moira Quill by 1 December 2026/)).toBeInTheDocument();
  expect(screen.getByText(/as it was shown on the day/)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Hold it' })).not.toBeInTheDocument();
  await user.click(moved.getByRole('button', { name: 'Make a round of them' }));
  await waitFor(() => expect(address()).toBe('/rounds/r1'));
});

it('records who came and what was decided, and keeps what was written until then', async () => {
  const detail = 'Say by when.';
  let isRefused = true;
  const asked = answering({
    'GET /api/v1/meetings/m1': planned,
    'GET /api/v1/people': people,
    'GET /api/v1/actions/people': page([{ id: 'p2', name: 'Ravi Thorne', job_title: '', unit_name: null }]),
    'GET /api/v1/tools': page([]),
    'POST /api/v1/meetings/m1/hold': () => {
      if (!isRefused) return held;
      isRefused = false;
      return problemAnswer(422, { errors: [{ pointer: '/decisions/0/due_on', code: 'missing', detail }] });
    },
  });
  const { user, session, address } = show(<HoldPage />, {
    path: '/meetings/:meetingId/hold',
    at: '/meetings/m1/hold',
    permissions: chair,
  });
  expect(await screen.findByRole('checkbox', { name: 'Ravi Thorne, Auditor' })).toBeChecked();
  await user.click(screen.getByRole('checkbox', { name: 'Ines Marlow, Service manager' }));
  await user.click(screen.getByRole('button', { name: 'Add a decision' }));
  await user.selectOptions(screen.getByLabelText('Beneath'), 'moved');
  await user.type(screen.getByLabelText('What was decided'), 'Look at the first five plans.');
  await user.click(screen.getByRole('radio', { name: 'Somebody is to do something' }));
  await user.selectOptions(screen.getByLabelText('Who does it'), 'p2');
  await user.click(screen.getByRole('button', { name: 'Record the meeting' }));
  await waitFor(() => expect(screen.getByLabelText('By when')).toHaveAccessibleDescription(new RegExp(detail)));
  expect(await session.drafts.names()).toEqual(['meeting m1']);
  await user.type(screen.getByLabelText('By when'), '2026-12-01');
  await user.click(screen.getByRole('button', { name: 'Record the meeting' }));
  await waitFor(() => expect(address()).toBe('/meetings/m1'));
  const sent = asked.findLast(({ method }) => method === 'POST');
  expect(sent?.headers.get('if-match')).toBe('"4"');
  expect(sent?.body).toEqual({
    present_ids: ['p2', 'p-1'],
    decisions: [
      {
        section: 'moved',
        kind: 'action',
        words: 'Look at the first five plans.',
        owner_id: 'p2',
        due_on: '2026-12-01',
      },
    ],
  });
  expect(await session.drafts.names()).toEqual([]);
});

it('plans one, with the chair and who is asked', async () => {
  const asked = answering({ 'GET /api/v1/people': people, 'POST /api/v1/meetings': planned });
  const { user, address } = show(<MeetingForm />, { path: '/meetings/new', at: '/meetings/new', permissions: chair });
  await user.click(await screen.findByRole('button', { name: 'Plan it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give the day of the meeting');
  await user.type(screen.getByLabelText('Day'), '2026-12-01');
  await user.type(screen.getByLabelText('Find by name or job'), 'ravi');
  await user.click(screen.getByRole('checkbox', { name: 'Ravi Thorne, Auditor' }));
  await user.click(screen.getByRole('button', { name: 'Plan it' }));
  await waitFor(() => expect(address()).toBe('/meetings/m1'));
  expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
    meets_on: '2026-12-01',
    chair_id: 'p-1',
    attendee_ids: ['p2'],
  });
});

it('changes one that is planned, from what it says now', async () => {
  const asked = answering({
    'GET /api/v1/people': people,
    'GET /api/v1/meetings/m1': planned,
    'PATCH /api/v1/meetings/m1': { ...planned, place: 'Room 9' },
  });
  const { user, address } = show(<MeetingChange />, {
    path: '/meetings/:meetingId/change',
    at: '/meetings/m1/change',
    permissions: chair,
  });
  expect(await screen.findByLabelText('Day')).toHaveValue('2026-11-03');
  expect(await screen.findByRole('checkbox', { name: /Ravi Thorne/ })).toBeChecked();
  await user.clear(screen.getByLabelText(/Place/));
  await user.type(screen.getByLabelText(/Place/), 'Room 9');
  await user.click(screen.getByRole('button', { name: 'Save the changes' }));
  await waitFor(() => expect(address()).toBe('/meetings/m1'));
  const sent = asked.find(({ method }) => method === 'PATCH');
  expect(sent?.body).toEqual({ meets_on: '2026-11-03', place: 'Room 9', chair_id: 'p-1', attendee_ids: ['p2'] });
});

it('lists them, and says so where there is nothing or no right', async () => {
  answering({ 'GET /api/v1/meetings': page([listed]) });
  const first = show(<MeetingList />, { permissions: ['meetings:read'] });
  expect(await screen.findByRole('row', { name: /3 Nov 2026.*Ines Marlow.*Planned/ })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Plan a meeting' })).not.toBeInTheDocument();
  first.unmount();
  show(<MeetingList />, { permissions: [] });
  expect(screen.getByText(/Your role does not/)).toBeInTheDocument();
});
