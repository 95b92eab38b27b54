/** Second readings: blind until graded, then the differences first, then completed with reasons. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AllocateForm } from './AllocateForm.jsx';
import { ModerationPage } from './ModerationPage.jsx';
import { QueueList } from './QueueList.jsx';
import { Selection } from './Selection.jsx';
import { Standing } from './Standing.jsx';
import { sumWords } from './words.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const levels = ['Outstanding', 'Good', 'Requires improvement', 'Inadequate'].map((label, i) => ({
  code: label.toLowerCase().replace(' ', '_'),
  label,
  position: i + 1,
  is_good_or_better: i < 2,
}));
const questions = [1, 2].map((n) => ({
  id: `q${n}`,
  criterion_id: `c${n}`,
  code: `1.${n}`,
  label: `1.${n}`,
  text: `Criterion ${n}`,
  guidance: '',
  is_mandatory: true,
  kind: 'quality',
  by_grade: [],
}));
const tool = {
  id: 't1',
  title: 'Case audit',
  kind: 'peer',
  number: 1,
  state: 'published',
  scale: { code: 'ofsted', title: 'Ofsted', levels },
  sections: [
    {
      id: 's1',
      standard_id: 'st1',
      standard_number: 1,
      own_title: '',
      agency: '',
      number: 1,
      title: 'Words of the standard',
      questions,
    },
  ],
};
const seen = { is_not_applicable: false, reported_grade: null };
/** @type {any} */
const moderation = {
  id: 'm1',
  audit_id: 'a1',
  audit_reference: 'A-000123',
  kind: 'peer',
  unit_name: 'North',
  auditor_name: 'Ravi Thorne',
  moderator_id: 'p-1',
  moderator_name: 'Ines Marlow',
  state: 'allocated',
  due_on: '2099-01-01',
  is_overdue: false,
  outcome: null,
  panel_size: 0,
  panel: [],
  aspects: {},
  audit: {
    id: 'a1',
    child_id: 'k1',
    child_ref: '104233',
    tool_id: 't1',
    first_grade: null,
    overall_reason: null,
    summary: null,
    answers: {
      q1: { ...seen, grade: null, reason: 'The plan is dated.' },
      q2: { ...seen, grade: null, reason: 'No sibling.', is_not_applicable: true },
    },
  },
  second_grade: null,
  judgements: {},
  reason: null,
  audit_quality: null,
  audit_quality_reason: null,
  allocated_at: '2026-11-01T10:00:00Z',
  graded_at: null,
  completed_at: null,
  version: 2,
};
const graded = {
  ...moderation,
  state: 'graded',
  outcome: 'lowered',
  second_grade: 'requires_improvement',
  version: 3,
  audit: { ...moderation.audit, first_grade: 'good' },
  judgements: { q1: { first_grade: 'good', second_grade: 'inadequate', outcome: 'lowered' } },
};
const selection = {
  audit_id: 'a1',
  is_chosen: true,
  rules: ['random'],
  words: ['It was drawn at random: share 20%.'],
  chosen_at: '2026-11-01T10:00:00Z',
  due_on: '2026-11-09',
};
const item = {
  audit_id: 'a1',
  audit_reference: 'A-000123',
  kind: 'peer',
  unit_name: 'North',
  auditor_name: 'Ravi Thorne',
  submitted_at: '2026-11-01T10:00:00Z',
  due_on: '2026-11-09',
  is_overdue: true,
  days_late: 3,
  rules: ['inadequate', 'random'],
};
const standing = {
  waiting: 2,
  waiting_late: 1,
  in_hand: 1,
  in_hand_late: 0,
  mine: 0,
  mine_late: 0,
  days_late: 3,
};
const seat = { is_chair: false, has_given: false, is_released: false, second_grade: null, judgements: null };
const panel = [
  { ...seat, person_id: 'p-1', name: 'Ines Marlow', is_chair: true },
  { ...seat, person_id: 'p-2', name: 'Moira Quill' },
];
const where = { path: '/moderations/:moderationId', at: '/moderations/m1' };
const permissions = ['moderations:read', 'moderations:complete'];

it('shows the evidence and no grade, asks only for what the auditor graded, and then reveals', async () => {
  let now = moderation;
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/moderations/m1': () => now,
    'POST /api/v1/moderations/m1/grade': () => (now = graded),
  });
  const { user, session } = show(<ModerationPage />, { ...where, permissions });
  const first = within(await screen.findByRole('group', { name: /1\.1/ }));
  expect(first.getByText('The plan is dated.')).toBeInTheDocument();
  expect(screen.getByText(/first grades are hidden/)).toBeInTheDocument();
  expect(within(screen.getByRole('group', { name: /1\.2/ })).queryByRole('radio')).not.toBeInTheDocument();
  await user.click(screen.getByRole('link', { name: 'Next: your overall grade' }));
  await user.click(screen.getByRole('button', { name: /Give my grades/ }));
  const summary = within(await screen.findByRole('alert'));
  await user.click(summary.getByRole('link', { name: '1.1: Give your grade.' }));
  await waitFor(() => expect(screen.getByRole('radio', { name: 'Outstanding' })).toHaveFocus());
  await user.keyboard('4');
  expect(await session.drafts.read('moderation m1')).toEqual({ second_grade: null, judgements: { q1: 'inadequate' } });
  await user.click(screen.getByRole('link', { name: 'Your overall grade' }));
  await user.click(screen.getByRole('radio', { name: 'Requires improvement' }));
  await user.click(screen.getByRole('button', { name: /Give my grades/ }));
  expect(await screen.findByRole('heading', { name: 'Where the grades differ' })).toBeInTheDocument();
  expect(screen.getByText(/0 raised, 1 lowered, 0 agreed/)).toBeInTheDocument();
  expect(screen.getByRole('row', { name: /1\.1.*Good.*Inadequate.*Lowered/ })).toBeInTheDocument();
  const sent = asked.find(({ method }) => method === 'POST');
  expect(sent?.body).toEqual({ second_grade: 'requires_improvement', judgements: { q1: 'inadequate' } });
  expect(sent?.headers.get('if-match')).toBe('"2"');
  expect(await session.drafts.names()).toEqual([]);
});

it('asks why grades were changed before it ends', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/moderations/m1': graded,
    'POST /api/v1/moderations/m1/complete': { ...graded, state: 'completed' },
  });
  const { user } = show(<ModerationPage />, { ...where, permissions });
  await user.click(await screen.findByRole('button', { name: 'Complete the moderation' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Write why grades were changed');
  await user.type(screen.getByLabelText('Why grades were changed'), 'The child was not seen alone.');
  const rate = async (/** @type {RegExp} */ aspect, /** @type {string} */ rating) =>
    user.click(within(screen.getByRole('group', { name: aspect })).getByRole('radio', { name: rating }));
  await rate(/^Evidence/, 'High');
  await rate(/child’s voice/, 'Adequate');
  await rate(/^Analysis/, 'Adequate');
  await rate(/^Actions/, 'Poor');
  await rate(/on the whole/, 'Adequate');
  await user.type(screen.getByLabelText('Why you judge the audit so'), 'Evidence is clear throughout.');
  await user.click(screen.getByRole('button', { name: 'Complete the moderation' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Actions: write what was poor');
  await user.type(screen.getByLabelText('Actions: words for the auditor'), 'No action has an owner.');
  await user.click(screen.getByRole('button', { name: 'Complete the moderation' }));
  await waitFor(() =>
    expect(asked.find(({ path }) => path.endsWith('/complete'))?.body).toEqual({
      reason: 'The child was not seen alone.',
      audit_quality: 'adequate',
      audit_quality_reason: 'Evidence is clear throughout.',
      aspects: {
        evidence: { rating: 'high', words: '' },
        childs_voice: { rating: 'adequate', words: '' },
        analysis: { rating: 'adequate', words: '' },
        actions: { rating: 'poor', words: 'No action has an owner.' },
      },
    }),
  );
});

it('lets others wait for the moderator without a form', async () => {
  answering({ 'GET /api/v1/tools/t1': tool, 'GET /api/v1/moderations/m1': { ...moderation, moderator_id: 'p-2' } });
  show(<ModerationPage />, { ...where, permissions });
  expect(await screen.findByText(/has not graded yet/)).toBeInTheDocument();
  expect(screen.queryByRole('radio')).not.toBeInTheDocument();
});

it('lets whoever allocates give it to somebody else while nobody has graded', async () => {
  /** @type {any} */
  let now = { ...moderation, moderator_id: 'p9', moderator_name: 'Ada Quill' };
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/moderations/m1': () => now,
    'GET /api/v1/moderations/queue/a1/moderators': [
      { person_id: 'p9', name: 'Ada Quill', in_hand: 3, conflict: null },
      { person_id: 'p4', name: 'Tom Vale', in_hand: 1, conflict: null },
      { person_id: 'p5', name: 'Near Person', in_hand: 0, conflict: 'is the auditor' },
    ],
    'PATCH /api/v1/moderations/m1': () => (now = { ...now, moderator_name: 'Tom Vale', version: now.version + 1 }),
  });
  const permissions = ['moderations:read', 'moderations:allocate'];
  const { user } = show(<ModerationPage />, { path: '/moderations/:moderationId', at: '/moderations/m1', permissions });
  await user.click(await screen.findByRole('button', { name: 'Give it to somebody else' }));
  expect(await screen.findByRole('option', { name: 'Tom Vale, 1 in hand' })).toBeInTheDocument();
  expect(screen.queryByRole('option', { name: /Near Person/ })).not.toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Moderator'), 'p4');
  await user.click(screen.getByRole('button', { name: 'Change it' }));
  expect(await screen.findByText(/Tom Vale has not graded yet/)).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'PATCH')?.body).toEqual({ moderator_id: 'p4' });
});

it('shows what ties the moderator to the audit at the moderator', async () => {
  const sentence = 'The moderator is in the auditor’s team.';
  let sent = /** @type {unknown} */ (null);
  answering({
    'GET /api/v1/audits/a1': {
      id: 'a1',
      reference: 'A-000123',
      kind: 'peer',
      unit_name: 'North',
      auditor_name: 'Ravi',
    },
    'GET /api/v1/moderations/selections/a1': { ...selection, due_on: '2099-12-24' },
    'GET /api/v1/moderations/queue/a1/moderators': [
      { person_id: 'p2', name: 'Moira Quill', in_hand: 1, conflict: null },
      { person_id: 'p3', name: 'Sam Reed', in_hand: 2, conflict: null },
      { person_id: 'p4', name: 'Ada Near', in_hand: 0, conflict: 'is in the child’s team' },
    ],
    'POST /api/v1/moderations': (/** @type {{ body: unknown }} */ { body }) => {
      sent = body;
      return problemAnswer(409, { code: 'moderator_has_conflict', detail: sentence });
    },
  });
  const { user } = show(<AllocateForm />, { at: '/?audit_id=a1', permissions: ['moderations:allocate'] });
  await user.selectOptions(await screen.findByLabelText('Moderator'), 'p2');
  expect(screen.getByText(/Ada Near is in the child’s team/)).toBeInTheDocument();
  expect(screen.queryByRole('option', { name: /Ada Near/ })).not.toBeInTheDocument();
  expect(screen.getByLabelText('Due on')).toHaveValue('2099-12-24');
  await user.click(screen.getByRole('checkbox', { name: 'Sam Reed' }));
  await user.click(screen.getByRole('button', { name: 'Allocate the moderation' }));
  await waitFor(() => expect(screen.getByLabelText('Moderator')).toHaveAccessibleDescription(new RegExp(sentence)));
  expect(sent).toEqual({ audit_id: 'a1', moderator_id: 'p2', due_on: '2099-12-24', panel_ids: ['p3'] });
});

it('shows the queue with why and how late, and lets a moderator take an audit', async () => {
  const asked = answering({
    'GET /api/v1/moderations/queue': page([
      item,
      { ...item, audit_id: 'a2', rules: null, is_overdue: false, days_late: 0 },
    ]),
    'GET /api/v1/moderations/standing': standing,
    'POST /api/v1/moderations/queue/a1/take': moderation,
  });
  const { user, container } = show(<QueueList />, {
    permissions: ['moderations:read', 'moderations:complete', 'moderations:allocate'],
  });
  expect(await screen.findByText('Lowest grade; Drawn at random')).toBeInTheDocument();
  expect(screen.getByText('Shown once you have graded')).toBeInTheDocument();
  expect(screen.getByText('3 working days late')).toBeInTheDocument();
  expect(await screen.findByText('Of 2 audits that wait, 1 is late.')).toBeInTheDocument();
  await user.click(screen.getAllByRole('button', { name: /Take it/ })[0] ?? container);
  await waitFor(() => expect(asked.at(-1)?.path).toMatch(/\/take$|\/queue$|\/standing$/));
  expect(asked.some(({ method, path }) => method === 'POST' && path.endsWith('/queue/a1/take'))).toBe(true);
});

it('tells an empty queue, one that is refused and one that fails', async () => {
  answering({ 'GET /api/v1/moderations/queue': page([]), 'GET /api/v1/moderations/standing': standing });
  const empty = show(<QueueList />, { permissions: ['moderations:read'] });
  expect(await screen.findByText('No audit waits for a moderator')).toBeInTheDocument();
  empty.unmount();
  const refused = show(<QueueList />, { permissions: [] });
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
  refused.unmount();
  answering({
    'GET /api/v1/moderations/queue': () => problemAnswer(503),
    'GET /api/v1/moderations/standing': standing,
  });
  show(<QueueList />, { permissions: ['moderations:read'] });
  expect(await screen.findByRole('alert')).toBeInTheDocument();
});

it('gives a member’s grades to the panel, and hides those of the others', async () => {
  let now = { ...moderation, moderator_id: 'p-2', panel };
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/moderations/m1': () => now,
    'POST /api/v1/moderations/m1/panel/grade': () =>
      (now = { ...now, panel: [{ ...panel[0], has_given: true, second_grade: 'good', judgements: {} }, panel[1]] }),
  });
  const { user } = show(<ModerationPage />, { ...where, permissions });
  await user.click(await screen.findByRole('radio', { name: 'Good' }));
  await user.click(screen.getByRole('link', { name: 'Next: your overall grade' }));
  await user.click(screen.getByRole('radio', { name: 'Good' }));
  await user.click(screen.getByRole('button', { name: 'Give my grades to the panel' }));
  expect(await screen.findByText(/1 of 2 have given their grades/)).toBeInTheDocument();
  expect(screen.getByRole('row', { name: /Moira Quill.*Has not graded yet/ })).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    second_grade: 'good',
    judgements: { q1: 'good' },
  });
});

it('lets the chair record what is agreed where members differ', async () => {
  const given = (/** @type {string} */ grade) => ({ has_given: true, second_grade: 'good', judgements: { q1: grade } });
  const revealed = {
    ...moderation,
    state: 'revealed',
    panel: [
      { ...panel[0], ...given('good') },
      { ...panel[1], ...given('inadequate') },
    ],
  };
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/moderations/m1': revealed,
    'POST /api/v1/moderations/m1/panel/agree': graded,
  });
  const { user } = show(<ModerationPage />, { ...where, permissions });
  await user.click(await screen.findByRole('button', { name: 'Record what is agreed' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('1.1: Choose the agreed grade');
  expect(screen.getByRole('row', { name: /1\.1.*Good.*Inadequate/ })).toBeInTheDocument();
  const question = within(screen.getByRole('group', { name: /1\.1/ }));
  await user.click(question.getByRole('radio', { name: 'Requires improvement' }));
  await user.type(screen.getByLabelText('Why the panel agreed so'), 'We read the visits together.');
  await user.click(screen.getByRole('button', { name: 'Record what is agreed' }));
  await waitFor(() =>
    expect(asked.find(({ path }) => path.endsWith('/agree'))?.body).toEqual({
      second_grade: 'good',
      judgements: { q1: 'requires_improvement' },
      reason: 'We read the visits together.',
    }),
  );
});

it('sends a poor audit back with words for its auditor', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/moderations/m1': graded,
    'POST /api/v1/moderations/m1/return': { ...graded, state: 'returned', audit_quality: 'poor' },
  });
  const { user } = show(<ModerationPage />, { ...where, permissions });
  await user.click(await screen.findByText('Send the audit back for rework'));
  await user.click(screen.getByRole('button', { name: 'Send it back' }));
  expect(await screen.findByText(/Write what is to be done again/, { selector: 'a' })).toBeInTheDocument();
  await user.type(screen.getByLabelText(/What is to be done again/), 'Read the visits again.');
  await user.click(screen.getByRole('button', { name: 'Send it back' }));
  await waitFor(() =>
    expect(asked.find(({ path }) => path.endsWith('/return'))?.body).toEqual({ reason: 'Read the visits again.' }),
  );
});

it('says on the audit’s record why it was chosen, and on the first page how moderation stands', async () => {
  answering({ 'GET /api/v1/moderations/selections/a1': selection, 'GET /api/v1/moderations/standing': standing });
  /** @type {any} */
  const audit = { id: 'a1', state: 'submitted', submitted_at: '2026-11-01T10:00:00Z' };
  const record = show(<Selection audit={audit} />, {});
  expect(await screen.findByText(/drawn at random: share 20%/)).toHaveTextContent('due on 9 November 2026');
  record.unmount();
  show(<Standing />, { permissions: ['moderations:read', 'moderations:complete'] });
  expect(await screen.findByRole('link', { name: '2 audits wait for a moderator' })).toBeInTheDocument();
  expect(screen.getByText(/The longest is 3 working days late/)).toBeInTheDocument();
});

it('counts outcomes in words', () => {
  expect(sumWords([{ outcome: 'agreed' }, { outcome: 'raised' }, { outcome: 'agreed' }])).toBe(
    '1 raised, 0 lowered, 2 agreed',
  );
});
