/** Children are found by reference, and the page says that looking is kept. */
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, show } from '../kernel/testing/screen.jsx';
import { ChildList } from './ChildList.jsx';
import { ChildPage } from './ChildPage.jsx';

const units = { items: [], next_cursor: null };

it('searches by the start of the reference, in the address', async () => {
  const asked = answering({
    'GET /api/v1/units': units,
    'GET /api/v1/children': { items: [], next_cursor: null, total: null },
  });
  const { user, address } = show(<ChildList />, { permissions: ['cases:read'] });
  await screen.findByText('No children here for you');
  await user.type(screen.getByLabelText('Reference starts with'), '104{Enter}');
  expect(address()).toBe('/?q=104');
  await vi.waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', q: '104' }));
  expect(await screen.findByText('No child matches')).toBeInTheDocument();
});

it('finds a child by the number in the case system, which stands in no address', async () => {
  const known = { child_id: 'c-1', child_ref: 'ABCD', source_system: 'mosaic', person_id: '4711' };
  let items = /** @type {object[]} */ ([]);
  const asked = answering({
    'GET /api/v1/units': units,
    'GET /api/v1/children': { items: [], next_cursor: null, total: null },
    'POST /api/v1/children/find': () => ({ items }),
  });
  const { user, address, container } = show(<ChildList />, { permissions: ['cases:read', 'cases:find'] });
  await user.type(await screen.findByLabelText('Number in the case system'), ' 4711 {Enter}');
  expect(await screen.findByText(/No child whose work your role reaches/)).toBeInTheDocument();
  expect(asked.at(-1)?.body).toEqual({ person_id: '4711' });
  expect(await violations(container)).toEqual([]);
  items = [known, { ...known, child_id: 'c-2', child_ref: 'EFGH', source_system: 'early-help' }];
  await user.click(screen.getByRole('button', { name: 'Find child' }));
  expect(await screen.findByRole('link', { name: 'EFGH' })).toHaveAttribute('href', '/children/c-2');
  items = [known];
  await user.click(screen.getByRole('button', { name: 'Find child' }));
  await vi.waitFor(() => expect(address()).toBe('/children/c-1'));
  expect(address()).not.toContain('4711');
});

it('tells the number in the case system when asked, and only to those who may find cases', async () => {
  answering({
    'GET /api/v1/children/c-1': child,
    'GET /api/v1/children/c-1/case': {
      child_id: 'c-1',
      child_ref: '104233',
      source_system: 'mosaic',
      person_id: '4711',
    },
  });
  const at = { path: '/children/:childId', at: '/children/c-1' };
  const { unmount } = show(<ChildPage />, at);
  expect(await screen.findByText('Visits')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Find in the case system' })).not.toBeInTheDocument();
  unmount();
  const { user } = show(<ChildPage />, { ...at, permissions: ['cases:find'] });
  await user.click(await screen.findByRole('button', { name: 'Find in the case system' }));
  expect(await screen.findByRole('status')).toHaveTextContent('4711 in mosaic');
});

it('looks the same for a child out of sight as for one that does not exist', async () => {
  answering({});
  show(<ChildPage />, { path: '/children/:childId', at: '/children/c-1' });
  expect(await screen.findByText('Nothing is here for you')).toBeInTheDocument();
});

const child = {
  id: 'c-1',
  child_ref: '104233',
  age_years: 9,
  birth_month: '2017-03',
  sex: null,
  statuses: ['cp'],
  unit_id: null,
  team: 'North',
  worker_code: 'W1',
  referrals: [
    {
      source_id: 'r',
      referred_on: '2026-01-10',
      primary_need: null,
      source_code: null,
      is_nfa: false,
      closed_on: null,
    },
  ],
  assessments: [
    { source_id: 'a', started_on: '2026-02-01', authorised_on: '2026-03-01', is_child_seen: false, is_nfa: false },
  ],
  plans: [],
  episodes: [],
  involvements: [],
  visits: [
    { visited_on: '2026-04-01', is_seen: true, is_seen_alone: false, is_bedroom_seen: null },
    { visited_on: '2026-05-01', is_seen: null, is_seen_alone: null, is_bedroom_seen: null },
    { visited_on: '2026-06-01', is_seen: true, is_seen_alone: true, is_bedroom_seen: true },
  ],
  source_system: 'mosaic',
  as_of: '2026-11-20T04:00:00Z',
  received_at: '2026-11-20T05:00:00Z',
  last_received_at: '2026-11-20T05:12:00Z',
  records: [],
};
const record = {
  source_id: 'r-1',
  source_system: 'mosaic',
  as_of: '2026-11-20T04:00:00Z',
  received_at: '2026-11-20T05:12:00Z',
  fields: [
    { name: 'cine_referral_date', label: 'Referred on', value: '2026-01-10' },
    { name: 'cine_referral_nfa', label: 'No further action', value: false },
    { name: 'cine_referral_outcomes', label: 'Outcomes', value: ['S17', 'S47'] },
    { name: 'cine_close_date', label: 'Closed on', value: null },
  ],
};
const group = {
  entity: 'cin_episodes',
  title: 'Referrals',
  count: 2,
  last_received_at: '2026-11-20T05:12:00Z',
  source_systems: ['mosaic'],
  items: [record],
};

it('says that looking is kept, and tells visits the latest first, never a gap as a no', async () => {
  answering({ 'GET /api/v1/children/c-1': child });
  show(<ChildPage />, { path: '/children/:childId', at: '/children/c-1' });
  expect(await screen.findByText(/kept in the journal/)).toBeInTheDocument();
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'Seen alone, bedroom seen1 June 2026',
    'Not recorded whether seen1 May 2026',
    'Seen, not alone1 April 2026',
  ]);
  expect(screen.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(['Assessment', 'Referral']);
  expect(screen.queryByRole('link', { name: 'Allocate an audit' })).not.toBeInTheDocument();
});

it('shows what was sent field by field, never a silence as a no, and fetches the rest when asked', async () => {
  const asked = answering({
    'GET /api/v1/children/c-1': { ...child, records: [group] },
    'GET /api/v1/children/c-1/records/cin_episodes': {
      items: [record, { ...record, source_id: 'r-0' }],
      next_cursor: null,
      total: null,
    },
  });
  const { user } = show(<ChildPage />, { path: '/children/:childId', at: '/children/c-1' });
  expect(await screen.findByText(/Referrals: 2 records/)).toHaveTextContent(
    'last received 20 November 2026 from mosaic',
  );
  await user.click(screen.getByRole('button', { name: 'Show all records' }));
  const list = screen.getByRole('list', { name: 'Referrals' });
  expect(
    within(list)
      .getAllByRole('definition')
      .map((said) => said.textContent),
  ).toEqual(['10 Jan 2026', 'No', 'S17, S47']);
  expect(list).toHaveTextContent('Nothing was sent for: Closed on.');
  expect(list).toHaveTextContent('r-1 in mosaic, right as of 20 November 2026 at 4:00am');
  await user.click(screen.getByRole('button', { name: 'Show 1 more record' }));
  await vi.waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(2));
  expect(asked.at(-1)?.query).toEqual({ limit: '200' });
  expect(screen.queryByRole('button', { name: /more record/ })).not.toBeInTheDocument();
});

it('says so when nothing has been sent', async () => {
  answering({ 'GET /api/v1/children/c-1': child });
  show(<ChildPage />, { path: '/children/:childId', at: '/children/c-1' });
  expect(await screen.findByText('Nothing but the child’s own facts has been received')).toBeInTheDocument();
});
