/** Imports: begun, filled with files one after the other, followed, decided on where they are held, and told in the end. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { receiving } from '../kernel/testing/upload.js';
import { headersFor, partName, readName, safeName } from './files.js';
import { ImportForm } from './ImportForm.jsx';
import { ImportList } from './ImportList.jsx';
import { ImportPage } from './ImportPage.jsx';
import { ignoredWords, readAsWords } from './words.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const may = ['imports:manage', 'imports:confirm'];
const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const tables = [
  { entity: 'cp_visits', title: 'Child protection visits' },
  { entity: 'cp_plans', title: 'Child protection plans' },
];
const counts = {
  entity: 'cp_visits',
  received: 10,
  created: 4,
  updated: 3,
  unchanged: 2,
  rekeyed: 0,
  skipped_stale: 0,
  duplicates: 0,
  rejected: 1,
  removed: 0,
  held_before: 5,
};
const file = {
  name: 'cp_visits',
  entities: { cp_visits: 10 },
  bytes_received: 1200,
  sha256: '0',
  rows: 10,
  rejected: 1,
  encodings: {},
  ignored_fields: { cppv_comments: 10 },
  is_ignored: false,
  received_at: '2026-11-20T10:00:00Z',
};
const open = {
  id: 'i-1',
  source_system: 'mosaic',
  format: 'ssd',
  mode: 'upsert',
  state: 'open',
  scope: [],
  is_dry_run: false,
  as_of: '2026-11-20T12:00:00Z',
  created_at: '2026-11-20T09:00:00Z',
  created_by: 'Ines Marlow',
  committed_at: null,
  ended_at: null,
  rows_total: 0,
  rows_done: 0,
  step: null,
  sentence: 'Waiting for files.',
  files: [],
  entities: [],
};
const at = { path: '/imports/:importId', at: '/imports/i-1', permissions: may };
const shared = {
  'GET /api/v1/records': { entities: tables, ignored: ['address'] },
  'GET /api/v1/sources': page([{ source_system: 'mosaic', label: 'Mosaic' }]),
  'GET /api/v1/imports/i-1/rejections': page([]),
};

it('lists imports by state and source in the address', async () => {
  const asked = answering({
    ...shared,
    'GET /api/v1/imports': page([{ ...open, rejected: 3, rows_total: 12345, state: 'completed', is_dry_run: true }]),
  });
  const { user, address } = show(<ImportList />, { permissions: may });
  const row = await screen.findByRole('row', { name: /20 Nov 2026, 9:00am/ });
  expect(row).toHaveTextContent('12,345');
  expect(within(row).getByText('Checked')).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Source system'), 'mosaic');
  await user.selectOptions(screen.getByLabelText('State'), 'Failed');
  expect(address()).toBe('/?source_system=mosaic&state=failed');
  await waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', source_system: 'mosaic', state: 'failed' }));
});

it('is closed to other roles', () => {
  const asked = answering({});
  for (const screenOf of [<ImportList key="l" />, <ImportForm key="f" />]) {
    show(screenOf, { permissions: ['sources:read'] }).unmount();
  }
  show(<ImportPage />, { ...at, permissions: ['sources:read'] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  expect(asked).toEqual([]);
});

it('begins with what the files are and whose records they hold', async () => {
  const asked = answering({ ...shared, 'POST /api/v1/imports': open });
  const { user, address } = show(<ImportForm />, { path: '/imports/new', at: '/imports/new', permissions: may });
  await user.click(await screen.findByRole('button', { name: 'Go on to the files' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose what the files areChoose the source system');
  await user.click(screen.getByLabelText('CIN census'));
  expect(screen.queryByLabelText('Replace: the files hold everything')).not.toBeInTheDocument();
  await user.click(screen.getByLabelText('Tables of the Standard Safeguarding Dataset'));
  await user.click(screen.getByLabelText('Another source system'));
  await user.type(screen.getByLabelText('Name of the source system'), 'liquidlogic');
  await user.click(screen.getByLabelText('Replace: the files hold everything'));
  await user.type(screen.getByLabelText(/Day for which the files are right/), '2026-03-31');
  await user.click(screen.getByLabelText('Only check them'));
  await user.click(screen.getByRole('button', { name: 'Go on to the files' }));
  await waitFor(() => expect(address()).toBe('/imports/i-1'));
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    format: 'ssd',
    source_system: 'liquidlogic',
    mode: 'snapshot',
    is_dry_run: true,
    as_of: '2026-03-31T12:00:00Z',
  });
});

it('takes over what a source’s page or a check has chosen, and leads to an import that is in the way', async () => {
  answering({
    ...shared,
    'POST /api/v1/imports': () => problemAnswer(409, { code: 'import_under_way', detail: 'One is under way.' }),
  });
  const { user } = show(<ImportForm />, { at: '/?source_system=mosaic&format=annex_a', permissions: may });
  await user.click(await screen.findByRole('button', { name: 'Go on to the files' }));
  expect(await screen.findByRole('link', { name: 'Go to the imports of mosaic' })).toHaveAttribute(
    'href',
    '/imports?source_system=mosaic',
  );
});

it('sends files under the names of their tables, asks where the name says nothing, and sends a failed one again', async () => {
  let isDown = true;
  let now = open;
  const asked = answering({
    ...shared,
    'GET /api/v1/imports/i-1': () => now,
    'POST /api/v1/imports/i-1/commit': () => Response.json({ ...now, state: 'queued' }, { status: 202 }),
  });
  const sent = receiving(({ address }) => {
    if (address.endsWith('/cp_plans') && isDown) return { status: 0 };
    now = { ...now, files: /** @type {any} */ ([...now.files, { ...file, name: address.split('/').at(-1) }]) };
    return { status: 200, body: file };
  });
  const { user } = show(<ImportPage />, at);
  const input = await screen.findByLabelText('Choose files, or drop them here');
  await user.upload(input, [
    new File(['x'], 'ssd_cp_visits.csv'),
    new File(['x'], 'ssd_address.csv'),
    new File(['x'], 'CP_Plans.csv'),
    new File(['x'], 'export.csv'),
  ]);
  expect(await screen.findByText('Plumbline could not be reached. Check your connection and try again.')).toBeVisible();
  expect(await screen.findByRole('rowheader', { name: /^cp_visits/ })).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Which table does export.csv hold?'), 'cp_plans');
  expect(screen.getByText('Without 2 files above that did not come.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Send it as this table: export.csv' }));
  await waitFor(() => expect(sent.at(-1)?.address).toBe('/api/v1/imports/i-1/files/cp_plans.part2'));
  isDown = false;
  await user.click(screen.getByRole('button', { name: 'Send again CP_Plans.csv' }));
  expect(await screen.findByRole('button', { name: 'Bring in 4 files' })).toBeEnabled();
  await user.click(screen.getByRole('button', { name: 'Bring in 4 files' }));
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/commit'))).toBe(true));
  expect(sent.every(({ headers }) => headers['Content-Type'] === 'text/csv')).toBe(true);
});

it('sends a return under its own name', async () => {
  answering({
    ...shared,
    'GET /api/v1/imports/i-1': { ...open, format: 'cin_census', is_dry_run: true, files: [file] },
  });
  const sent = receiving(() => ({ status: 200, body: file }));
  const { user } = show(<ImportPage />, at);
  expect(await screen.findByRole('button', { name: 'Check 1 file' })).toBeInTheDocument();
  expect(screen.getByRole('columnheader', { name: 'Columns not kept' })).toBeInTheDocument();
  expect(screen.queryByRole('columnheader', { name: 'Letters read as' })).not.toBeInTheDocument();
  await user.upload(screen.getByLabelText('Choose files, or drop them here'), new File(['<x/>'], 'CIN 2026.xml'));
  await waitFor(() => expect(sent[0]?.address).toBe('/api/v1/imports/i-1/files/CIN%202026.xml'));
  expect(sent[0]?.headers['Content-Type']).toBe('application/xml');
});

it('sends all files that failed again at once', async () => {
  answering({ ...shared, 'GET /api/v1/imports/i-1': { ...open, format: 'ssda903' } });
  let isDown = true;
  const sent = receiving(() => (isDown ? { status: 503 } : { status: 200, body: file }));
  const { user } = show(<ImportPage />, at);
  const files = [new File(['x'], '2025-header.csv'), new File(['x'], '2025-episodes.csv')];
  await user.upload(await screen.findByLabelText('Choose files, or drop them here'), files);
  await screen.findByRole('button', { name: 'Send again 2025-episodes.csv' });
  isDown = false;
  await user.click(screen.getByRole('button', { name: 'Send 2 files again' }));
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Files on their way' })).not.toBeInTheDocument());
  expect(sent.map(({ address }) => address.split('/').at(-1))).toEqual([
    '2025-header.csv',
    '2025-episodes.csv',
    '2025-header.csv',
    '2025-episodes.csv',
  ]);
});

it('follows the worker until it is done, then tells what became of the rows', async () => {
  let looks = 0;
  answering({
    ...shared,
    'GET /api/v1/imports/i-1': () =>
      ++looks < 2
        ? { ...open, state: 'processing', step: 'Reading visits', rows_done: 2000, rows_total: 10000 }
        : {
            ...open,
            state: 'completed',
            sentence: 'All rows are in.',
            files: [file],
            entities: [counts, { ...counts, entity: 'cp_plans', rekeyed: 2 }],
            ended_at: '2026-11-20T10:00:00Z',
          },
  });
  show(<ImportPage />, at);
  expect(await screen.findByText('Reading visits')).toHaveAttribute('role', 'status');
  expect(screen.getByRole('progressbar', { name: 'Rows gone through' })).toHaveAttribute('value', '2000');
  expect(screen.getByText('2,000 of 10,000 rows')).toBeInTheDocument();
  expect(await screen.findByText('All rows are in.', {}, { timeout: 5000 })).toHaveAttribute('role', 'status');
  const table = screen.getByRole('table', { name: 'Rows by kind of record' });
  expect(within(table).getByRole('columnheader', { name: 'Under a new id' })).toBeInTheDocument();
  expect(within(table).queryByRole('columnheader', { name: 'Repeated' })).not.toBeInTheDocument();
  expect(await within(table).findByRole('row', { name: /Child protection visits/ })).toHaveTextContent('10432');
  expect(screen.queryByRole('button', { name: 'Stop this import…' })).not.toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Bring in more files' })).toHaveAttribute(
    'href',
    '/imports/new?source_system=mosaic&format=ssd',
  );
});

it('says what to do when it failed', async () => {
  answering({
    ...shared,
    'GET /api/v1/imports/i-1': { ...open, state: 'failed', sentence: 'It failed.', files: [file] },
  });
  show(<ImportPage />, at);
  expect(await screen.findByText(/Nothing was stored. Bring the same files in once more/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Begin again' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Stop this import…' })).not.toBeInTheDocument();
});

const held = { ...open, state: 'held', sentence: 'Held.', files: [file], entities: [{ ...counts, removed: 4 }] };

it('asks before rows are removed, and removes them only when told so twice', async () => {
  const asked = answering({
    ...shared,
    'GET /api/v1/imports/i-1': held,
    'POST /api/v1/imports/i-1/confirm': () => Response.json(held, { status: 202 }),
  });
  const { user } = show(<ImportPage />, at);
  expect(await screen.findByRole('heading', { name: 'Should 4 rows be removed?' })).toBeInTheDocument();
  const table = screen.getByRole('table', { name: 'What would be removed' });
  expect(await within(table).findByRole('row', { name: /Child protection visits/ })).toHaveTextContent('4580%');
  await user.click(screen.getByRole('button', { name: 'Remove them and go on…' }));
  expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Remove 4 rows' }));
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/confirm'))).toBe(true));
});

it('lets only those decide who may, and lets the import be stopped', async () => {
  const asked = answering({ ...shared, 'GET /api/v1/imports/i-1': held, 'DELETE /api/v1/imports/i-1': held });
  const { user } = show(<ImportPage />, { ...at, permissions: ['imports:manage'] });
  expect(await screen.findByText(/can say that these rows may go/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Remove/ })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Stop this import…' }));
  await user.click(screen.getByRole('button', { name: 'Stop the import' }));
  await waitFor(() => expect(asked.some(({ method }) => method === 'DELETE')).toBe(true));
});

it('shows the rows to mend with the file to download, and offers to bring in what was checked', async () => {
  const rejection = {
    id: 7,
    file: 'cp_visits',
    entity: 'cp_visits',
    line: 1204,
    source_id: 'v-9',
    is_rejected: true,
    field: 'cppv_cp_visit_date',
    code: 'bad_date',
    detail: 'This is no date.',
  };
  const asked = answering({
    ...shared,
    'GET /api/v1/imports/i-1': {
      ...open,
      state: 'completed',
      is_dry_run: true,
      files: [file, { ...file, name: 'cp_plans', entities: { cp_plans: 2 } }],
      entities: [counts],
    },
    'GET /api/v1/imports/i-1/rejections': page([rejection, { ...rejection, id: 8, is_rejected: false }]),
  });
  const { user } = show(<ImportPage />, at);
  const rows = await screen.findAllByRole('row', { name: /cp_visits, row 1,204/ });
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('Row rejected'),
    expect.stringContaining('Value left out'),
  ]);
  expect(screen.getByRole('heading', { name: 'What would become of the rows' })).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Records'), 'Child protection visits');
  expect(await screen.findByRole('link', { name: /Download these rows/ })).toHaveAttribute(
    'href',
    '/api/v1/imports/i-1/rejections?format=csv&entity=cp_visits',
  );
  expect(asked.at(-1)?.query).toEqual({ limit: '25', entity: 'cp_visits' });
  expect(screen.getByRole('link', { name: 'Bring these files in' })).toHaveAttribute(
    'href',
    '/imports/new?source_system=mosaic&format=ssd&mode=upsert&as_of=2026-11-20',
  );
});

it('knows tables, parts and kinds of file by their names', () => {
  const known = ['cp_visits', 's47_enquiry'];
  expect(readName('ssd_CP_visits.csv.gz', known)).toEqual({ table: 'cp_visits', name: 'cp_visits' });
  expect(readName('cp_visits_2.ndjson', known)).toEqual({ table: 'cp_visits', name: 'cp_visits.part2' });
  expect(readName('cp_visits.part03.csv', known)).toEqual({ table: 'cp_visits', name: 'cp_visits.part3' });
  expect(readName('s47_enquiry.csv', known)?.name).toBe('s47_enquiry');
  expect(readName('2026.csv', known)).toBeNull();
  expect(partName('cp_visits', ['cp_visits', 'cp_visits.part2', null])).toBe('cp_visits.part3');
  expect(safeName('§ Données – 2026.csv')).toBe('Donnees - 2026.csv');
  expect(headersFor('a.csv.gz')).toEqual({ 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip' });
  expect(headersFor('Annex A.XLSX')['Content-Type']).toContain('spreadsheetml');
  expect(headersFor('unknown')).toEqual({ 'Content-Type': 'application/octet-stream' });
});

it('says briefly what was not kept and how letters were read', () => {
  expect(ignoredWords({})).toBe('None');
  expect(ignoredWords(Object.fromEntries('abcdefgh'.split('').map((name) => [name, 1])))).toBe(
    '8: a, b, c, d, e, f and 2 more',
  );
  expect(readAsWords({})).toBe('UTF-8');
  expect(readAsWords({ 'Windows-1252': 1 })).toBe('Windows-1252 (1 line)');
});
