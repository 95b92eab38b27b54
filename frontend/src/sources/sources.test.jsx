/** Sources: how each stands, what to mend and where, and what a council does first that has none. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { FindingList } from './FindingList.jsx';
import { SourceList } from './SourceList.jsx';
import { SourcePage } from './SourcePage.jsx';
import { listWords } from './words.js';

vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const counts = {
  received: 1200,
  created: 3,
  updated: 2,
  unchanged: 1194,
  rekeyed: 0,
  removed: 0,
  rejected: 1,
  skipped_stale: 0,
  duplicates: 0,
};
const listed = {
  source_system: 'mosaic',
  label: 'Mosaic',
  sentence: 'Child protection visits stopped coming 9 days ago.',
  last_arrival: {
    at: '2026-11-20T02:00:00Z',
    as_of: '2026-11-20T01:00:00Z',
    channel: 'push',
    entities: ['Referrals', 'Child protection plans'],
    import_id: null,
    counts,
  },
  entities_kept: 2,
  late: [{ entity: 'cp_visits', title: 'Child protection visits', state: 'stopped' }],
  rows: 54321,
  to_mend: 12,
  rejected_lately: 1,
  import_under_way: { id: 'i-1', state: 'held' },
  counted_at: '2026-11-20T02:05:00Z',
};
const entity = {
  entity: 'cin_episodes',
  title: 'Referrals',
  state: 'current',
  sentence: 'It came last night.',
  rows: 5000,
  last_received_at: '2026-11-20T02:00:00Z',
  as_of: '2026-11-20T01:00:00Z',
  last_counts: counts,
  usual_days: 1,
  usually: 'every day',
  to_mend: 0,
  to_look: 0,
  checks: [],
};
const check = {
  check: 'unknown_code',
  field: 'cine_cin_primary_need_code',
  title: 'Primary need: a code that is not in the list',
  count: 12,
  share: 0.0024,
  severity: 'mend',
  sentence: 'Correct the code in the case system.',
};
const source = {
  ...listed,
  entities: [
    {
      ...entity,
      entity: 'missing',
      title: 'Missing episodes',
      state: 'never',
      rows: 0,
      last_received_at: null,
      usually: null,
    },
    { ...entity, to_mend: 12, checks: [check, { ...check, check: 'future_date', title: 'A day to come', count: 0 }] },
    { ...entity, entity: 'cp_visits', title: 'Child protection visits', state: 'stopped' },
  ],
};
const at = { path: '/sources/:sourceSystem', at: '/sources/mosaic' };
const receipt = {
  number: 8,
  entity: 'cin_episodes',
  title: 'Referrals',
  channel: 'import',
  at: '2026-11-19T02:00:00Z',
  as_of: '2026-11-19T01:00:00Z',
  sent_by: 'Ines Marlow',
  import_id: 'i-0',
  counts,
};
const answers = { 'GET /api/v1/sources/mosaic': source, 'GET /api/v1/sources/mosaic/receipts': page([receipt]) };

it('says of each source how it stands, and leads to an import that waits for a decision', async () => {
  answering({ 'GET /api/v1/sources': page([listed]) });
  show(<SourceList />, { permissions: ['sources:read', 'imports:manage'] });
  expect(await screen.findByText('Child protection visits stopped coming 9 days ago.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Go to the import' })).toHaveAttribute('href', '/imports/i-1');
  expect(screen.getByText('54,321 rows of 2 kinds of record')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Bring in files' })).toBeInTheDocument();
});

it('offers no import to those who only look', async () => {
  answering({ 'GET /api/v1/sources': page([listed]) });
  show(<SourceList />, { permissions: ['sources:read'] });
  expect(await screen.findByText(/An import is held/)).toBeInTheDocument();
  for (const name of ['Bring in files', 'Go to the import', 'All imports of files']) {
    expect(screen.queryByRole('link', { name })).not.toBeInTheDocument();
  }
});

it('never takes what was not counted for nought', async () => {
  const uncounted = { ...source, counted_at: null, rows: 0, entities: [{ ...entity, rows: 0 }] };
  answering({ ...answers, 'GET /api/v1/sources/mosaic': uncounted, 'GET /api/v1/sources': page([uncounted]) });
  const { unmount } = show(<SourceList />, { permissions: ['sources:read'] });
  expect(await screen.findByText('Not counted yet')).toBeInTheDocument();
  unmount();
  show(<SourcePage />, { ...at, permissions: ['sources:read'] });
  expect(await screen.findByRole('row', { name: /Referrals/ })).toHaveTextContent('–––');
  expect(screen.getByText('Nothing has been looked through yet')).toBeInTheDocument();
});

it('says when figures are older than what is stored', async () => {
  answering({ ...answers, 'GET /api/v1/sources/mosaic': { ...source, counted_at: '2026-11-20T01:05:00Z' } });
  show(<SourcePage />, { ...at, permissions: ['sources:read'] });
  expect(await screen.findByText(/Records have come since/)).toHaveTextContent('20 November 2026 at 1:05am.');
});

it('tells a council with nothing yet the three ways in', async () => {
  answering({ 'GET /api/v1/sources': page([]) });
  show(<SourceList />, { permissions: ['sources:read', 'imports:manage', 'clients:manage'] });
  expect(await screen.findByText('No record has come yet')).toBeInTheDocument();
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  expect(screen.getAllByRole('link', { name: 'machine client' })[0]).toHaveAttribute('href', '/clients');
});

it('is closed to other roles', () => {
  const asked = answering({});
  show(<SourceList />, { permissions: ['cases:read'] }).unmount();
  show(<FindingList />, { ...at, permissions: ['sources:read'] }).unmount();
  show(<SourcePage />, { ...at, permissions: ['cases:read'] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  expect(asked).toEqual([]);
});

it('puts first what needs somebody, and says what to do about each finding', async () => {
  answering(answers);
  show(<SourcePage />, { ...at, permissions: ['sources:read', 'findings:read', 'imports:manage'] });
  const quality = await screen.findByRole('table', { name: 'Data quality by kind of record' });
  expect(
    within(quality)
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent),
  ).toEqual(['Child protection visits', 'Referrals']);
  expect(within(quality).getByText('Stopped')).toBeInTheDocument();
  expect(screen.getByText('Never sent: 1 kind of record')).toBeInTheDocument();
  const found = screen.getByRole('table', { name: 'What was found in Referrals' });
  expect(within(found).getAllByRole('row')).toHaveLength(2);
  expect(found).toHaveTextContent('<1%');
  const which = 'entity=cin_episodes&check=unknown_code&field=cine_cin_primary_need_code';
  expect(within(found).getByRole('link', { name: /^Show rows/ })).toHaveAttribute(
    'href',
    `/sources/mosaic/findings?${which}`,
  );
  expect(within(found).getByRole('link', { name: /^Download CSV/ })).toHaveAttribute(
    'href',
    `/api/v1/sources/mosaic/findings?format=csv&${which}`,
  );
  expect(await screen.findByRole('link', { name: /^Files of 19 Nov 2026, 2:00am/ })).toHaveAttribute(
    'href',
    '/imports/i-0',
  );
});

it('shows heads how it stands, and no rows', async () => {
  answering(answers);
  show(<SourcePage />, { ...at, permissions: ['sources:read'] });
  expect(await screen.findByText('Correct the code in the case system.')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: /Show rows|CSV/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Count again' })).not.toBeInTheDocument();
  expect((await screen.findByRole('row', { name: /19 Nov 2026/ })).textContent).toContain('Files');
});

it('narrows receipts in the address, and counts again on request', async () => {
  const asked = answering({
    ...answers,
    'POST /api/v1/sources/mosaic/count': { source_system: 'mosaic', counted_at: '', rows: 0, to_mend: 0, to_look: 0 },
  });
  const { user, address } = show(<SourcePage />, { ...at, permissions: ['sources:read', 'imports:manage'] });
  await user.selectOptions(await screen.findByLabelText('Records'), 'Referrals');
  expect(address()).toBe('/sources/mosaic?entity=cin_episodes');
  await waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', entity: 'cin_episodes' }));
  await user.click(screen.getByRole('button', { name: 'Count again' }));
  expect(await screen.findByText('Counted again.')).toBeInTheDocument();
});

const findingsAt = {
  path: '/sources/:sourceSystem/findings',
  at: '/sources/mosaic/findings?entity=cin_episodes&check=unknown_code&field=cine_cin_primary_need_code',
};
const finding = {
  source_id: 'r-1',
  child_ref: 'ABCD1234EFGH5678',
  child_id: 'c-1',
  field: 'cine_cin_primary_need_code',
  code: 'N99',
  received_at: '2026-11-20T02:00:00Z',
  sentence: 'N99 is not in the list.',
};

it('shows the rows behind a finding, with the way to the child for those who may see children', async () => {
  const asked = answering({ ...answers, 'GET /api/v1/sources/mosaic/findings': page([finding]) });
  const { unmount } = show(<FindingList />, { ...findingsAt, permissions: ['findings:read'] });
  expect(await screen.findByRole('row', { name: /r-1/ })).toHaveTextContent('N99');
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Primary need: a code that is not in the list');
  expect(screen.getByText(/kept in the journal/)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: finding.child_ref })).not.toBeInTheDocument();
  expect(asked.at(-1)?.query).toEqual({
    limit: '25',
    entity: 'cin_episodes',
    check: 'unknown_code',
    field: 'cine_cin_primary_need_code',
  });
  unmount();
  show(<FindingList />, { ...findingsAt, permissions: ['findings:read', 'cases:read'] });
  expect(await screen.findByRole('link', { name: finding.child_ref })).toHaveAttribute('href', '/children/c-1');
  expect(screen.queryByRole('button', { name: 'Find in the case system' })).not.toBeInTheDocument();
});

it('tells those who mend the data where the case of a finding is', async () => {
  const known = { child_id: 'c-1', child_ref: finding.child_ref, source_system: 'mosaic', person_id: '4711' };
  answering({
    ...answers,
    'GET /api/v1/sources/mosaic/findings': page([finding]),
    'GET /api/v1/children/c-1/case': known,
  });
  const { user } = show(<FindingList />, { ...findingsAt, permissions: ['findings:read', 'cases:find'] });
  await user.click(await screen.findByRole('button', { name: 'Find in the case system' }));
  expect(await screen.findByRole('row', { name: /r-1/ })).toHaveTextContent('4711 in mosaic');
});

it('shortens a list that would have no end', () => {
  expect(listWords(['A', 'B', 'C'], 2)).toBe('A, B and 1 more');
});
