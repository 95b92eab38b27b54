/** Rounds: planned with their frame counted, drawn, shared out, allocated, followed on a board; coverage; reminders. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { CoveragePage } from './CoveragePage.jsx';
import { Reminders } from './Reminders.jsx';
import { RoundForm } from './RoundForm.jsx';
import { RoundList } from './RoundList.jsx';
import { RoundPage } from './RoundPage.jsx';
import { UnauditedList } from './UnauditedList.jsx';
import { daysLater, flagWords, ruleLines, stratumWords } from './words.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const reads = ['rounds:read'];
const manages = ['rounds:read', 'rounds:manage', 'audits:override'];
const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const stratum = { unit_id: 'u1', unit_name: 'North', case_type: null, age_band: null, population: 40, sampled: 4 };
const frame = {
  on: '2026-11-20',
  children: 300,
  in_rule: 60,
  eligible: 50,
  outside: [{ reason: 'team', title: 'Another team', count: 240 }],
  excluded: [{ reason: 'recently_audited', title: 'Audited recently', count: 10 }],
  strata: [{ ...stratum, excluded: 10, weight: 10 }],
  drawn: 8,
  shortfall: 2,
  recently_audited_months: 12,
};
const tally = { is_active: true, begun: 1, submitted: 1, final: 0, overdue: 0 };
const board = {
  total: 3,
  allocated: 2,
  expected: 2,
  submitted: 1,
  final: 0,
  overdue: 1,
  withdrawn: 0,
  replaced: 1,
  sentence: '1 of 3 audits are submitted, 0 of them final: fewer than the 2 expected by today.',
  progress: [
    { on: '2026-11-02', expected: 0, submitted: 0, final: 0 },
    { on: '2026-11-03', expected: 2, submitted: 1, final: 0 },
    { on: '2026-11-04', expected: 3, submitted: null, final: null },
  ],
  auditors: [{ ...tally, id: 'p1', name: 'Ada Audley', total: 2, is_active: false }],
  teams: [{ ...tally, id: 'u1', name: 'North', total: 3 }],
};
const rule = {
  unit_ids: ['u1'],
  case_types: ['cp'],
  age_bands: [],
  worker_codes: [],
  plan_types: [],
  flags: [{ name: 'no_visit', number: 20 }],
  flags_needed: 'all',
  recently_audited_months: 12,
  excluded: [],
};
const listed = {
  id: 'r1',
  title: 'November audits',
  kind: 'monthly',
  theme: 'neglect',
  state: 'allocated',
  from_on: '2026-11-02',
  to_on: '2026-11-30',
  due_on: '2026-11-25',
  planned: 3,
  drawn: 3,
  submitted: 1,
  final: 0,
  overdue: 1,
};
const line = {
  id: 'l1',
  position: 1,
  tool_id: 't1',
  tool_title: 'Case audit',
  kind: 'managers',
  size: 3,
  shortfall: 0,
  strata: [{ ...stratum, excluded: 1, weight: 10 }],
  excluded: frame.excluded,
};
const round = {
  ...listed,
  period_from: '2025-11-02',
  period_to: '2026-11-02',
  rule,
  units: { u1: 'North' },
  stratify_by: ['team'],
  minimum: 1,
  seed: 'abc123',
  frame_on: '2026-11-02',
  frame_digest: 'd1',
  auditor_ids: ['p1'],
  lines: [line],
  board,
  created_by: 'Lena Lead',
  drawn_by: 'Lena Lead',
  drawn_at: '2026-11-02T09:00:00Z',
  allocated_by: 'Lena Lead',
  allocated_at: '2026-11-02T10:00:00Z',
  closed_by: null,
  closed_at: null,
  closing_note: '',
  version: 4,
};
const case_ = {
  id: 'c1',
  line_id: 'l1',
  kind: 'managers',
  child_id: 'k1',
  child_ref: 'AAAABBBBCCCCDDDD',
  unit_id: 'u1',
  unit_name: 'North',
  worker_code: 'w1',
  case_type: 'cp',
  age_band: '5_to_9',
  place: 1,
  weight: 10,
  state: 'drawn',
  replaced_reason: null,
  auditor_id: 'p1',
  auditor_name: 'Ada Audley',
  override_reason: null,
  nobody_because: null,
  audit_id: 'a1',
  audit_reference: 'A-000001',
  audit_state: 'in_progress',
  due_on: '2026-11-25',
  is_overdue: true,
  reminded_on: '2026-11-20',
};
const left = {
  ...case_,
  id: 'c2',
  child_ref: 'EEEEFFFFGGGGHHHH',
  auditor_id: null,
  auditor_name: null,
  audit_id: null,
  audit_reference: null,
  audit_state: null,
  is_overdue: false,
  reminded_on: null,
  nobody_because: 'Nobody who was chosen may take this case: Ada Audley is in the child’s team.',
};
const person = { id: 'p1', name: 'Ada Audley', unit_name: 'North', is_active: true, roles: ['auditor'] };
const shared = {
  'GET /api/v1/units': page([
    { id: 'u0', parent_id: null, kind: 'council', name: 'Council' },
    { id: 'u1', parent_id: 'u0', kind: 'team', name: 'North' },
  ]),
  'GET /api/v1/tools': page([
    { id: 't1', title: 'Case audit', kind: 'managers', version_number: 1, state: 'published' },
  ]),
  'GET /api/v1/people': page([person]),
  'POST /api/v1/rounds/preview': frame,
  'GET /api/v1/rounds/r1/cases': page([case_, left, { ...left, id: 'c3', state: 'reserve', nobody_because: null }]),
};
const at = { path: '/rounds/:roundId', at: '/rounds/r1' };

it('lists rounds with how far they are, by state and kind in the address', async () => {
  const asked = answering({ 'GET /api/v1/rounds': page([listed]) });
  const { user, address, container } = show(<RoundList />, { permissions: manages });
  const row = await screen.findByRole('row', { name: /November audits/ });
  expect(row).toHaveTextContent('1 of 3 submitted');
  expect(screen.getByRole('link', { name: 'Plan a round' })).toHaveAttribute('href', '/rounds/new');
  await user.selectOptions(screen.getByLabelText('State'), 'Under way');
  expect(address()).toBe('/?state=allocated');
  await waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', state: 'allocated' }));
  expect(container.querySelector('table')).not.toBeNull();
});

it('says where there is no round, and is closed to other roles', async () => {
  answering({ 'GET /api/v1/rounds': page([]) });
  show(<RoundList />, { permissions: reads });
  expect(await screen.findByText('There is no round for you yet')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Plan a round' })).not.toBeInTheDocument();
  for (const [i, one] of [<RoundList key="l" />, <RoundForm key="f" />, <CoveragePage key="c" />].entries()) {
    const { unmount } = show(one, { permissions: [] });
    expect(screen.getAllByText('Your role does not open this page').length, String(i)).toBeGreaterThan(0);
    unmount();
  }
});

it('plans a round while the frame is counted beside it', async () => {
  const asked = answering({ ...shared, 'POST /api/v1/rounds': { ...round, state: 'draft' } });
  const { user, address } = show(<RoundForm />, { path: '/rounds/new', at: '/rounds/new', permissions: manages });
  expect(await screen.findByText(/of 300 with open work/)).toHaveTextContent('60 children of 300');
  expect(screen.getByRole('row', { name: /Audited recently/ })).toHaveTextContent('10');
  expect(screen.getByText(/2 audits fewer than planned/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save the plan' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give the round a titleChoose an audit tool');
  await user.type(screen.getByLabelText('Title'), 'November audits');
  await user.selectOptions(screen.getByLabelText('Audit tool'), 't1');
  await user.click(screen.getByLabelText('Child protection'));
  await user.click(screen.getByLabelText('No visit in the last …'));
  const days = screen.getByLabelText('No visit in the last (working days)');
  await user.clear(days);
  await user.type(days, '25');
  await waitFor(() =>
    expect(asked.filter((one) => one.path.endsWith('preview')).at(-1)?.body).toMatchObject({
      rule: { case_types: ['cp'], flags: [{ name: 'no_visit', number: 25 }] },
      sizes: [10],
    }),
  );
  await user.click(screen.getByRole('button', { name: 'Save the plan' }));
  await waitFor(() => expect(address()).toBe('/rounds/r1'));
  expect(asked.find((one) => one.path === '/api/v1/rounds')?.body).toMatchObject({
    title: 'November audits',
    lines: [{ tool_id: 't1', kind: 'managers', size: 10 }],
    rule: { case_types: ['cp'], recently_audited_months: null },
  });
});

it('shows at its field what the API finds wrong with a plan', async () => {
  const errors = [{ pointer: '/due_on', code: 'out_of_order', detail: 'Audits are due on a day of the round.' }];
  answering({ ...shared, 'POST /api/v1/rounds': () => problemAnswer(422, { code: 'invalid', errors }) });
  const { user } = show(<RoundForm />, { path: '/rounds/new', at: '/rounds/new', permissions: manages });
  await user.type(await screen.findByLabelText('Title'), 'November');
  await user.selectOptions(await screen.findByLabelText('Audit tool'), 't1');
  await user.click(screen.getByRole('button', { name: 'Save the plan' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Audits are due on a day of the round.');
  expect(screen.getByLabelText('Audits due')).toHaveAttribute('aria-invalid', 'true');
});

it('draws a draft once and says what stands in the way', async () => {
  const draft = { ...round, state: 'draft', board: { ...board, sentence: 'Nobody is drawn yet.', progress: [] } };
  let tries = 0;
  const asked = answering({
    ...shared,
    'GET /api/v1/rounds/r1': draft,
    'POST /api/v1/rounds/r1/draw': () =>
      tries++ ? round : problemAnswer(409, { code: 'frame_empty', detail: 'Nobody in the frame can be drawn.' }),
  });
  const { user } = show(<RoundPage />, { ...at, permissions: manages });
  await user.click(await screen.findByRole('button', { name: 'Draw the cases' }));
  expect(await screen.findByText('Nobody in the frame can be drawn.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Draw the cases' }));
  await waitFor(() => expect(tries).toBe(2));
  expect(asked.find((one) => one.path.endsWith('/draw'))?.headers.get('If-Match')).toBe('"4"');
  expect(screen.getByText('No visit in the last 20 working days')).toBeInTheDocument();
});

it('shares cases out, says what nobody may take, and allocates', async () => {
  const drawn = {
    ...round,
    state: 'drawn',
    board: { ...board, auditors: [{ ...tally, id: 'p1', name: 'Ada Audley', total: 2 }], progress: [] },
  };
  const asked = answering({
    ...shared,
    'GET /api/v1/rounds/r1': drawn,
    'POST /api/v1/rounds/r1/propose': drawn,
    'POST /api/v1/rounds/r1/allocate': () =>
      problemAnswer(409, {
        code: 'allocation_outdated',
        detail: 'Outdated.',
        errors: [{ pointer: '/cases/c1', code: 'cannot_take', detail: 'Ada Audley can no longer audit.' }],
      }),
  });
  const { user } = show(<RoundPage />, { ...at, permissions: manages });
  expect(await screen.findByText(/1 case of 3 has no auditor/)).toBeInTheDocument();
  expect(await screen.findByText(/Nobody who was chosen may take this case/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Share them out anew' }));
  await waitFor(() =>
    expect(asked.find((one) => one.path.endsWith('/propose'))?.body).toEqual({ auditor_ids: ['p1'] }),
  );
  await user.click(screen.getByRole('button', { name: 'Allocate 2 audits' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Ada Audley can no longer audit.');
});

it('shows the board: done against expected, with a picture and who can no longer sign in', async () => {
  answering({ ...shared, 'GET /api/v1/rounds/r1': round });
  show(<RoundPage />, { ...at, permissions: reads });
  expect(await screen.findByText(/Ada Audley can no longer sign in/)).toBeInTheDocument();
  expect(screen.getByRole('img', { name: /Line chart/ })).toBeInTheDocument();
  expect(await screen.findByText('Reminded on 20 Nov 2026')).toBeInTheDocument();
  expect(screen.getByText(/No e-mail is sent/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Change/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Close the round' })).not.toBeInTheDocument();
});

it('gives a case to somebody else, and asks for a reason where they are near the child', async () => {
  const refusal = { code: 'case_has_conflict', detail: 'The auditor is in the child’s team.' };
  const bodies = /** @type {unknown[]} */ ([]);
  answering({
    ...shared,
    'GET /api/v1/rounds/r1': round,
    'PATCH /api/v1/rounds/r1/cases/c1': (/** @type {{ body: unknown }} */ { body }) => {
      bodies.push(body);
      return bodies.length > 1 ? case_ : problemAnswer(409, refusal);
    },
  });
  const { user } = show(<RoundPage />, { ...at, permissions: manages });
  await user.click(await screen.findByRole('button', { name: 'Change AAAABBBBCCCCDDDD' }));
  const dialog = await screen.findByRole('dialog');
  await user.selectOptions(within(dialog).getByLabelText('Auditor'), 'p1');
  await user.click(within(dialog).getByRole('button', { name: 'Give it to them' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('The auditor is in the child’s team.');
  await user.type(within(dialog).getByLabelText(/Why the conflict/), 'Nobody else speaks their language.');
  await user.click(within(dialog).getByRole('button', { name: 'Give it to them' }));
  await waitFor(() =>
    expect(bodies.at(-1)).toEqual({ auditor_id: 'p1', override_reason: 'Nobody else speaks their language.' }),
  );
});

it('replaces a case and closes a round with words', async () => {
  const asked = answering({
    ...shared,
    'GET /api/v1/rounds/r1': round,
    'POST /api/v1/rounds/r1/cases/c1/replace': case_,
    'POST /api/v1/rounds/r1/close': { ...round, state: 'closed' },
  });
  const { user } = show(<RoundPage />, { ...at, permissions: manages });
  await user.click(await screen.findByRole('button', { name: 'Change AAAABBBBCCCCDDDD' }));
  await user.click(await screen.findByLabelText('Replace it by the next in line'));
  await user.type(screen.getByLabelText('Why it falls away'), 'The family moved away.');
  await user.click(screen.getByRole('button', { name: 'Replace it' }));
  await waitFor(() => expect(asked.at(-1)?.path).not.toBe(''));
  expect(asked.find((one) => one.path.endsWith('/replace'))?.body).toEqual({ reason: 'The family moved away.' });
  await user.click(await screen.findByRole('button', { name: 'Close the round' }));
  const dialog = await screen.findByRole('dialog', { name: 'Close the round' });
  await user.type(within(dialog).getByLabelText(/Why it is closed with 2 of 3/), 'Inspection.');
  await user.click(within(dialog).getByRole('button', { name: 'Close the round' }));
  await waitFor(() => expect(asked.find((one) => one.path.endsWith('/close'))?.body).toEqual({ note: 'Inspection.' }));
});

it('says why a child was drawn or not, and draws again to compare', async () => {
  answering({
    ...shared,
    'GET /api/v1/rounds/r1': round,
    'GET /api/v1/rounds/r1/why/AAAABBBBCCCCDDDD': {
      child_ref: 'AAAABBBBCCCCDDDD',
      outcome: 'not_drawn',
      sentence: 'In the frame and not drawn: smaller random numbers came first.',
      reason: null,
      number: 0.61234,
      last_drawn: 0.2,
      place: null,
    },
    'GET /api/v1/rounds/r1/check': { sentence: 'The frame is the one that was drawn from.' },
  });
  const { user } = show(<RoundPage />, { ...at, permissions: manages });
  await user.type(await screen.findByLabelText('Why was this child drawn, or not?'), 'aaaabbbbccccdddd');
  await user.click(screen.getByRole('button', { name: 'Ask' }));
  expect(await screen.findByText(/smaller random numbers came first/)).toHaveTextContent('0.6123');
  await user.click(screen.getByText('How anybody can draw the same again'));
  await user.click(screen.getByRole('button', { name: 'Draw again and compare' }));
  expect(await screen.findByText('The frame is the one that was drawn from.')).toBeInTheDocument();
});

const covered = { name: null, children: 10, audited: 0, never: 10, audits: 0, last_on: null };
const coverage = {
  months: 12,
  since: '2025-11-20',
  until: '2026-11-20',
  children: 20,
  audited: 5,
  never: 12,
  audits: 6,
  sentence: 'Over the last 12 months 6 audits were handed in.',
  teams: [
    { ...covered, key: 'u1', name: 'North', audited: 5, audits: 6, last_on: '2026-10-01' },
    { ...covered, key: 'u2', name: 'South' },
  ],
  workers: [{ ...covered, key: 'w1', name: 'South' }],
  case_types: [{ ...covered, key: 'cp' }],
  age_bands: [{ ...covered, key: '5_to_9' }],
  standards: [
    { set_title: 'Practice standards', number: 1, text: 'Assessment', audits: 6, last_on: '2026-10-01' },
    { set_title: 'Practice standards', number: 2, text: 'Planning', audits: 0, last_on: null },
  ],
  calendar: ['2026-10-01', '2026-11-01'],
  by_month: [{ unit_id: 'u1', name: 'North', audits: [6, 0] }],
};

it('shows who was never audited, with the way to the children', async () => {
  answering({ 'GET /api/v1/rounds/coverage': coverage });
  const { user, address } = show(<CoveragePage />, { permissions: reads });
  expect(await screen.findByText('No audit of South')).toBeInTheDocument();
  expect(screen.getByText('No audit asked about standard 2')).toBeInTheDocument();
  expect(screen.getByText('1 worker of 1 with open work had none of it audited')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: '10 not audited: South' })).toHaveAttribute(
    'href',
    '/coverage/children?unit_id=u2',
  );
  const heat = screen.getByRole('region', { name: 'Audits handed in, by team and month' });
  expect(within(heat).getByRole('columnheader', { name: 'Oct 2026' })).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Look back over'), '24 months');
  expect(address()).toBe('/?months=24');
});

it('says why coverage is empty for somebody, and what went wrong', async () => {
  answering({
    'GET /api/v1/rounds/coverage': { ...coverage, children: 0, audits: 0, sentence: 'Coverage is for others.' },
  });
  show(<CoveragePage />, { permissions: reads });
  expect(await screen.findByText('Coverage is for others.')).toBeInTheDocument();
  answering({ 'GET /api/v1/rounds/coverage/children': () => problemAnswer(422, { detail: 'The months are wrong.' }) });
  show(<UnauditedList />, { at: '/?months=99', permissions: reads });
  expect(await screen.findByText('The months are wrong.')).toBeInTheDocument();
});

it('lists children not audited', async () => {
  answering({
    ...shared,
    'GET /api/v1/rounds/coverage/children': page([{ ...case_, last_on: null }]),
  });
  show(<UnauditedList />, { permissions: reads });
  expect(await screen.findByRole('row', { name: /AAAABBBBCCCCDDDD/ })).toHaveTextContent('Never');
});

it('reminds on the home page, and says nothing where nothing is due', async () => {
  const reminder = {
    audit_id: 'a1',
    audit_reference: 'A-000001',
    child_ref: 'AAAABBBBCCCCDDDD',
    kind: 'overdue',
    due_on: '2026-11-01',
    noted_on: '2026-11-02',
    round_id: 'r1',
    round_title: 'November audits',
  };
  answering({ 'GET /api/v1/rounds/reminders': page([reminder]) });
  const { unmount } = show(<Reminders />, { permissions: ['audits:complete'] });
  expect(await screen.findByText(/of November audits: .*overdue, reminded on 2 Nov 2026/)).toBeInTheDocument();
  unmount();
  answering({ 'GET /api/v1/rounds/reminders': page([]) });
  const { container } = show(<Reminders />, { permissions: ['audits:complete'] });
  await waitFor(() => expect(container).toBeEmptyDOMElement());
});

it('puts rules, strata and days into words', () => {
  expect(flagWords({ name: 'long_plan', number: 24 })).toBe('On a child protection plan for over 24 months');
  expect(flagWords({ name: 'never_audited', number: 1 })).toBe('Never audited');
  expect(daysLater('2026-02-27', 3)).toBe('2026-03-02');
  expect(ruleLines(/** @type {any} */ (rule), { u1: 'North' }).map(({ name }) => name)).toEqual([
    'Teams',
    'Case types',
    'All of',
  ]);
  expect(stratumWords(/** @type {any} */ ({ ...stratum, case_type: 'cp', age_band: '5_to_9' }))).toBe(
    'North, Child protection, 5 to 9',
  );
});
