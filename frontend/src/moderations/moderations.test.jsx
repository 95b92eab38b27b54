/** Second readings: blind until graded, then the differences first, then completed with reasons. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AllocateForm } from './AllocateForm.jsx';
import { ModerationPage } from './ModerationPage.jsx';
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
  sections: [{ id: 's1', standard_id: 'st1', number: 1, title: 'Words of the standard', questions }],
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
  await user.click(screen.getByRole('radio', { name: 'Adequate' }));
  await user.type(screen.getByLabelText('Why you judge the audit so'), 'Evidence is clear throughout.');
  await user.click(screen.getByRole('button', { name: 'Complete the moderation' }));
  await waitFor(() =>
    expect(asked.find(({ path }) => path.endsWith('/complete'))?.body).toEqual({
      reason: 'The child was not seen alone.',
      audit_quality: 'adequate',
      audit_quality_reason: 'Evidence is clear throughout.',
    }),
  );
});

it('lets others wait for the moderator without a form', async () => {
  answering({ 'GET /api/v1/tools/t1': tool, 'GET /api/v1/moderations/m1': { ...moderation, moderator_id: 'p-2' } });
  show(<ModerationPage />, { ...where, permissions });
  expect(await screen.findByText(/has not graded yet/)).toBeInTheDocument();
  expect(screen.queryByRole('radio')).not.toBeInTheDocument();
});

it('shows what ties the moderator to the audit at the moderator', async () => {
  const sentence = 'The moderator is in the auditor’s team.';
  answering({
    'GET /api/v1/audits/a1': {
      id: 'a1',
      reference: 'A-000123',
      kind: 'peer',
      unit_name: 'North',
      auditor_name: 'Ravi',
    },
    'GET /api/v1/people': page([{ id: 'p2', name: 'Moira Quill', unit_name: null, is_active: true }]),
    'POST /api/v1/moderations': () => problemAnswer(409, { code: 'moderator_has_conflict', detail: sentence }),
  });
  const { user } = show(<AllocateForm />, { at: '/?audit_id=a1', permissions: ['moderations:allocate'] });
  await user.selectOptions(await screen.findByLabelText('Moderator'), 'p2');
  await user.type(screen.getByLabelText('Due on'), '2026-12-24');
  await user.click(screen.getByRole('button', { name: 'Allocate the moderation' }));
  await waitFor(() => expect(screen.getByLabelText('Moderator')).toHaveAccessibleDescription(new RegExp(sentence)));
});

it('counts outcomes in words', () => {
  expect(sumWords([{ outcome: 'agreed' }, { outcome: 'raised' }, { outcome: 'agreed' }])).toBe(
    '1 raised, 0 lowered, 2 agreed',
  );
});
