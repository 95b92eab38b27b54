/** Audits: found by filters, allocated without conflict, filled in by keyboard, saved by field, submitted whole, read with both grades. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AllocateForm } from './AllocateForm.jsx';
import { bodyOf, fieldsOf, grouped, progressOf, stepOf, stillWrong } from './answers.js';
import { AuditList } from './AuditList.jsx';
import { AuditPage } from './AuditPage.jsx';
import { Problem } from '../kernel/problem.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const levels = [
  ['outstanding', 'Outstanding', true],
  ['good', 'Good', true],
  ['requires_improvement', 'Requires improvement to be good', false],
  ['inadequate', 'Inadequate', false],
].map(([code, label, isGood], i) => ({ code, label, position: i + 1, is_good_or_better: isGood }));
/** @param {number} number */
const section = (number) => ({
  id: `s${number}`,
  standard_id: `st${number}`,
  standard_number: number,
  own_title: '',
  agency: '',
  number,
  title: `Words of standard ${number}`,
  questions: [1, 2].map((n) => ({
    id: `q${number}${n}`,
    criterion_id: `c${number}${n}`,
    code: `${number}.${n}`,
    label: `${number}.${n}`,
    text: `Criterion ${number}.${n}`,
    guidance: 'Look for the plan.',
    is_mandatory: true,
    kind: 'quality',
    by_grade: [],
  })),
});
/** @type {any} */
const tool = {
  id: 't1',
  title: 'Case audit',
  kind: 'managers',
  number: 1,
  state: 'published',
  standards_version_id: 'v1',
  published_at: '2024-01-01T00:00:00Z',
  scale: { code: 'ofsted', title: 'Ofsted', levels },
  sections: [section(1), section(2)],
};
/** @type {any} */
const audit = {
  id: 'a1',
  reference: 'A-000123',
  child_id: 'k1',
  child_ref: '104233',
  kind: 'managers',
  unit_id: 'u1',
  unit_name: 'Safeguarding North',
  auditor_id: 'p-1',
  auditor_name: 'Ines Marlow',
  state: 'allocated',
  due_on: '2099-01-01',
  is_overdue: false,
  first_grade: null,
  reported_grade: null,
  answered: 0,
  questions_count: 4,
  submitted_at: null,
  updated_at: '2026-11-01T10:00:00Z',
  tool_id: 't1',
  period_from: '2025-11-01',
  period_to: '2026-11-01',
  summary: '',
  overall_reason: '',
  withdrawn_reason: null,
  answers: {},
  version: 3,
  allocated_at: '2026-11-01T10:00:00Z',
  opened_at: null,
  finalised_at: null,
  facts_url: '/api/v1/children/k1',
  moderation: null,
  is_declined: false,
  is_re_audit: false,
  declined_at: null,
  overridden_conflict: null,
  override_reason: null,
  overridden_by_name: null,
  submissions: [],
  re_audit_of: null,
  re_audit: null,
  next_steps: ['update_audit', 'decline_audit'],
};
const nothingEarlier = { 'GET /api/v1/audits/a1/earlier': { audit_id: 'a1', items: [] } };
const toFill = ['audits:read', 'audits:complete', 'cases:read'];
const atAudit = { path: '/audits/:auditId', at: '/audits/a1', permissions: toFill };

/** A server that keeps what is sent, as the real one does. */
function keeping() {
  let held = structuredClone(audit);
  return {
    ...nothingEarlier,
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/audits/a1': () => held,
    'PATCH /api/v1/audits/a1': (/** @type {any} */ { body }) => {
      const { answers = {}, ...top } = body;
      held = { ...held, ...top, state: 'in_progress', version: held.version + 1, answers: { ...held.answers } };
      for (const [id, change] of Object.entries(answers)) {
        const before = { grade: null, is_not_applicable: false, reason: '', reported_grade: null };
        held.answers[id] = { ...before, ...held.answers[id], .../** @type {object} */ (change) };
      }
      return held;
    },
  };
}

describe('the list', () => {
  it('keeps its filters in the address and says overdue in words', async () => {
    const asked = answering({
      'GET /api/v1/units': page([]),
      'GET /api/v1/audits': page([{ ...audit, is_overdue: true, due_on: '2020-01-01' }]),
    });
    const { user, address } = show(<AuditList />, { permissions: ['audits:read'] });
    expect(await screen.findByText(/days overdue/)).toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText('State'), 'submitted');
    expect(address()).toBe('/?state=submitted');
    await waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', state: 'submitted' }));
    await user.type(screen.getByLabelText('Reference starts with'), 'A-0001{Enter}');
    await waitFor(() => expect(asked.at(-1)?.query).toEqual({ limit: '25', state: 'submitted', q: 'A-0001' }));
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(address()).toBe('/');
  });

  it('shows an auditor their own first and offers allocation only to those who may', async () => {
    const asked = answering({ 'GET /api/v1/units': page([]), 'GET /api/v1/audits': page([]) });
    show(<AuditList />, { permissions: ['audits:read', 'audits:complete'] });
    expect(await screen.findByText('No audit waits for you')).toBeInTheDocument();
    expect(asked.some(({ query }) => query.mine === 'true' && query.state === 'allocated')).toBe(true);
    expect(screen.queryByRole('link', { name: 'Allocate an audit' })).not.toBeInTheDocument();
  });

  it('says so to somebody whose role does not open it', () => {
    show(<AuditList />, { permissions: [] });
    expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  });
});

it('shows a conflict of interest at the auditor, in the words of the API', async () => {
  const sentence = 'The auditor is the child’s allocated worker.';
  const asked = answering({
    'GET /api/v1/tools': page([{ ...tool, version_number: 1, questions_count: 4 }]),
    'GET /api/v1/people': page([{ id: 'p9', name: 'Ravi Thorne', unit_name: 'North', is_active: true }]),
    'GET /api/v1/children': page([{ id: 'k1', child_ref: '104233', statuses: ['cp'], unit_name: 'North' }]),
    'POST /api/v1/audits': () => problemAnswer(409, { code: 'auditor_has_conflict', detail: sentence }),
  });
  const { user } = show(<AllocateForm />, { permissions: ['audits:allocate'] });
  await user.click(await screen.findByRole('button', { name: 'Allocate the audit' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Find the child and choose it');
  await user.type(screen.getByLabelText('Child’s reference'), '1042{Enter}');
  await user.click(await screen.findByRole('radio', { name: /104233/ }));
  await user.selectOptions(screen.getByLabelText('Audit tool'), 't1');
  await user.selectOptions(screen.getByLabelText('Auditor'), 'p9');
  await user.type(screen.getByLabelText(/Due on/), '2026-12-24');
  await user.click(screen.getByRole('button', { name: 'Allocate the audit' }));
  await waitFor(() => expect(screen.getByLabelText('Auditor')).toHaveAccessibleDescription(new RegExp(sentence)));
  expect(asked.at(-1)?.body).toMatchObject({ child_id: 'k1', auditor_id: 'p9', kind: 'managers' });
});

describe('the form', () => {
  it('is filled in by keyboard: a grade opens its reason, j goes on, e goes to the reason', async () => {
    const asked = answering(keeping());
    const { user } = show(<AuditPage />, atAudit);
    const first = within(await screen.findByRole('group', { name: /1\.1/ }));
    expect(first.queryByRole('textbox')).not.toBeInTheDocument();
    first.getByRole('radio', { name: 'Outstanding' }).focus();
    await user.keyboard('2');
    expect(first.getByRole('radio', { name: 'Good' })).toBeChecked();
    await user.keyboard('eThe plan is dated.');
    expect(first.getByRole('textbox', { name: 'Reason for 1.1' })).toHaveValue('The plan is dated.');
    first.getByRole('radio', { name: 'Good' }).focus();
    await user.keyboard('j0');
    const second = within(screen.getByRole('group', { name: /1\.2/ }));
    expect(second.getByRole('radio', { name: 'Not applicable' })).toBeChecked();
    expect(second.getByRole('textbox', { name: 'Reason for 1.2 (optional)' })).toBeInTheDocument();
    await screen.findByText(/All changes saved at/, undefined, { timeout: 3000 });
    const saves = asked.filter(({ method }) => method === 'PATCH');
    expect(saves[0]?.headers.get('if-match')).toBe('"3"');
    expect(Object.assign({}, ...saves.map(({ body }) => /** @type {any} */ (body).answers))).toMatchObject({
      q12: { is_not_applicable: true },
    });
    expect(screen.getByRole('link', { name: /1\..*2 of 2 answered/ })).toBeInTheDocument();
  });

  it('tells who may find cases where the case is', async () => {
    const known = { child_id: 'k1', child_ref: 'ABCD', source_system: 'mosaic', person_id: '4711' };
    answering({ ...keeping(), 'GET /api/v1/children/k1/case': known });
    const { user } = show(<AuditPage />, { ...atAudit, permissions: [...toFill, 'cases:find'] });
    await user.click(await screen.findByRole('button', { name: 'Find in the case system' }));
    expect(await screen.findByText('4711')).toBeInTheDocument();
  });

  it('leads from the list of what is missing to the question, on its own page', async () => {
    answering({
      ...keeping(),
      'POST /api/v1/audits/a1/submit': () =>
        problemAnswer(422, {
          errors: [
            { pointer: '/answers/q21', code: 'answer_needed', detail: 'Give a grade.' },
            { pointer: '/first_grade', code: 'grade_needed', detail: 'Give an overall grade.' },
          ],
        }),
    });
    const { user, address } = show(<AuditPage />, { ...atAudit, at: '/audits/a1?standard=check' });
    await user.click(await screen.findByRole('button', { name: 'Submit the audit' }));
    const summary = within(await screen.findByRole('alert'));
    await user.click(summary.getByRole('link', { name: 'Give an overall grade.' }));
    expect(screen.getByRole('radio', { name: 'Outstanding' })).toHaveFocus();
    await user.click(summary.getByRole('link', { name: '2.1: Give a grade.' }));
    expect(address()).toBe('/audits/a1?standard=2');
    const group = within(screen.getByRole('group', { name: /2\.1/ }));
    await waitFor(() => expect(group.getByRole('radio', { name: 'Outstanding' })).toHaveFocus());
    expect(group.getByText(/Give a grade\./)).toBeInTheDocument();
    await user.keyboard('1');
    expect(group.queryByText(/Give a grade\./)).not.toBeInTheDocument();
  });

  it('asks which of two words stays when somebody else changed the same answer', async () => {
    const theirs = { grade: 'inadequate', is_not_applicable: false, reason: '', reported_grade: null };
    answering({
      ...keeping(),
      'PATCH /api/v1/audits/a1': () =>
        Response.json({ status: 412, current: { ...audit, version: 9, answers: { q11: theirs } } }, { status: 412 }),
    });
    const { user } = show(<AuditPage />, atAudit);
    const first = within(await screen.findByRole('group', { name: /1\.1/ }));
    await user.click(first.getByRole('radio', { name: 'Good' }));
    expect(
      await screen.findByText('Grade for 1.1 was changed elsewhere too', undefined, { timeout: 3000 }),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Use the other' }));
    expect(first.getByRole('radio', { name: 'Inadequate' })).toBeChecked();
  });

  it('is not shown to anybody but the auditor', async () => {
    answering({ 'GET /api/v1/tools/t1': tool, 'GET /api/v1/audits/a1': { ...audit, next_steps: [] } });
    show(<AuditPage />, atAudit);
    expect(await screen.findByText(/has answered 0 of 4 questions/)).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});

describe('the record', () => {
  const answer = { grade: 'good', is_not_applicable: false, reason: 'Because.', reported_grade: 'outstanding' };
  const final = {
    ...audit,
    next_steps: [],
    state: 'final',
    first_grade: 'good',
    reported_grade: 'outstanding',
    answers: { q11: answer },
    moderation: { id: 'm1', state: 'completed', outcome: 'raised' },
  };

  it('shows both grades side by side and which is reported', async () => {
    answering({ 'GET /api/v1/tools/t1': tool, 'GET /api/v1/audits/a1': final });
    show(<AuditPage />, atAudit);
    const first = /** @type {HTMLElement} */ (
      (await screen.findByRole('heading', { name: 'First grade' })).parentElement
    );
    const second = /** @type {HTMLElement} */ (screen.getByRole('heading', { name: 'Moderated grade' }).parentElement);
    expect(first).toHaveTextContent('Good');
    expect(second).toHaveTextContent('OutstandingRaisedThis is the grade that is reported.');
  });

  it('offers what the audit says may be done next, and not to make final what was chosen for moderation', async () => {
    const next_steps = ['allocate_moderation', 'withdraw_audit'];
    const submitted = { ...audit, state: 'submitted', first_grade: 'good', auditor_id: 'p-2', next_steps };
    const asked = answering({
      'GET /api/v1/tools/t1': tool,
      'GET /api/v1/audits/a1': submitted,
      'POST /api/v1/audits/a1/withdraw': submitted,
    });
    const permissions = ['audits:read', 'audits:allocate', 'moderations:allocate'];
    const { user } = show(<AuditPage />, { ...atAudit, permissions });
    expect(await screen.findByRole('link', { name: 'Allocate a moderation' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Make final…' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Withdraw…' }));
    await user.type(screen.getByLabelText('Reason'), 'Allocated twice by mistake.');
    await user.click(screen.getByRole('button', { name: 'Withdraw the audit' }));
    await vi.waitFor(() =>
      expect(asked.find(({ path }) => path.endsWith('/withdraw'))?.body).toEqual({
        reason: 'Allocated twice by mistake.',
      }),
    );
  });
});

describe('the story of an audit', () => {
  const again = {
    number: 1,
    auditor_name: 'Ines Marlow',
    grade: 'good',
    submitted_at: '2026-11-01T10:00:00Z',
    returned_at: '2026-11-02T10:00:00Z',
    returned_by_name: 'Ravi Thorne',
    return_reason: 'Say what was seen.',
  };
  const event = { entity: 'cp_visits', title: 'Visits', on: '2026-01-03', lasts: false, to_on: null, source_id: 'v1' };
  const facts = {
    taken_at: '2026-11-01T10:00:00Z',
    period_from: '2025-11-01',
    period_to: '2026-11-01',
    visits: 2,
    seen: 2,
    seen_alone: 1,
    longest_without_visit: 40,
    plans: 1,
    reviews: 0,
    supervisions: 0,
    longest_without_supervision: null,
    events: [
      { ...event, values: { is_seen_alone: true } },
      { ...event, entity: 'cp_plans', title: 'Plans', lasts: true, source_id: 'p1', values: {} },
    ],
  };

  it('keeps the first submission beside the latest, and shows facts, override and re-audit', async () => {
    answering({
      'GET /api/v1/tools/t1': tool,
      'GET /api/v1/audits/a1/facts': facts,
      'GET /api/v1/audits/a1/moves': {
        before: { id: 'a1', reference: 'A-000123', state: 'final', grade: 'inadequate', position: 4 },
        after: { id: 'a2', reference: 'A-000200', state: 'final', grade: 'good', position: 2 },
        moved: 'raised',
        standards: [{ number: 1, title: 'Words', raised: 3, lowered: 0, same: 1 }],
      },
      'GET /api/v1/audits/a1': {
        ...audit,
        state: 'final',
        first_grade: 'inadequate',
        reported_grade: 'inadequate',
        overridden_conflict: "is in the child's team",
        override_reason: 'Nobody else knows this work.',
        overridden_by_name: 'Ravi Thorne',
        submissions: [again, { ...again, number: 2, grade: 'inadequate', returned_at: null }],
        re_audit: { id: 'a2', reference: 'A-000200', state: 'final' },
        next_steps: [],
      },
    });
    show(<AuditPage />, atAudit);
    expect(await screen.findByText(/Nobody else knows this work/)).toHaveTextContent(/Ravi Thorne let them audit/);
    const [first, second] = within(
      /** @type {HTMLElement} */ (screen.getByRole('heading', { name: 'Every submission' }).nextElementSibling),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent(/^Good.*Say what was seen/);
    expect(second).toHaveTextContent(/^Inadequate/);
    expect(await screen.findByText(/The whole went from/)).toHaveTextContent('Inadequate to Good: raised.');
    expect(await screen.findByText(/seen at 2, alone at 1/)).toHaveTextContent('at most 40 days without a visit');
    expect(screen.getByRole('img', { name: /Timeline.*Visits 1, Plans 1/ })).toBeInTheDocument();
  });

  it('opens what was said before a return and a handover, and says what is not shown yet', async () => {
    const kept = { grade: 'good', is_not_applicable: false, reason: 'As it first stood.' };
    const words = { grade: 'good', overall_reason: 'Careful.', summary: null, answers: { q11: kept } };
    const returned = {
      what: 'returned',
      at: '2026-11-02T10:00:00Z',
      auditor_name: 'Ines Marlow',
      by_name: 'Ravi Thorne',
      to_name: null,
      reason: 'Say what was seen.',
      is_declined: false,
      is_withheld: false,
      words: { ...words, voices: {}, findings: [] },
    };
    const given = { ...returned, what: 'handed_over', at: '2026-11-03T10:00:00Z', auditor_name: 'Ada Before' };
    const withheld = { ...given, to_name: 'Ines Marlow', reason: null, is_withheld: true, words: null };
    answering({
      'GET /api/v1/tools/t1': tool,
      'GET /api/v1/audits/a1': { ...audit, next_steps: [] },
      'GET /api/v1/audits/a1/earlier': { audit_id: 'a1', items: [returned, withheld] },
    });
    const { user } = show(<AuditPage />, atAudit);
    await user.click(await screen.findByText(/^Ines Marlow, until/));
    expect(screen.getByText('Ravi Thorne returned it for rework: Say what was seen.')).toBeInTheDocument();
    const then = within(/** @type {HTMLElement} */ (screen.getByText('As it first stood.').closest('tr')));
    expect(then.getByText('Good')).toBeInTheDocument();
    await user.click(screen.getByText(/^Ada Before, until/));
    expect(screen.getByText(/You see what Ada Before wrote once you have submitted yours/)).toBeInTheDocument();
  });

  it('lets the auditor say that they know the family, and then shows the form no more', async () => {
    let isDeclined = false;
    answering({
      ...keeping(),
      'GET /api/v1/audits/a1': () => ({
        ...audit,
        is_declined: isDeclined,
        next_steps: isDeclined ? [] : audit.next_steps,
      }),
      'POST /api/v1/audits/a1/decline': () => {
        isDeclined = true;
        return audit;
      },
    });
    const { user } = show(<AuditPage />, atAudit);
    await user.click(await screen.findByRole('button', { name: 'I know this family…' }));
    await user.click(screen.getByRole('button', { name: 'Yes, I know this family' }));
    expect(await screen.findByText(/The audit needs a new auditor/)).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });

  it('is given to somebody else by those who allocate, at the version they saw', async () => {
    const asked = answering({
      'GET /api/v1/tools/t1': tool,
      'GET /api/v1/audits/a1': { ...audit, auditor_id: 'p-2', next_steps: ['reallocate_audit'] },
      'GET /api/v1/people': page([{ id: 'p9', name: 'Ravi Thorne', unit_name: 'North', is_active: true }]),
      'POST /api/v1/audits/a1/reallocate': audit,
    });
    const { user } = show(<AuditPage />, { ...atAudit, permissions: ['audits:read', 'audits:allocate'] });
    await user.click(await screen.findByRole('button', { name: 'Give to somebody else…' }));
    await screen.findByRole('option', { name: 'Ravi Thorne, North' });
    await user.selectOptions(screen.getByLabelText('Auditor'), 'p9');
    await user.click(screen.getByRole('button', { name: 'Give the audit' }));
    await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/reallocate'))).toBe(true));
    const sent = asked.find(({ path }) => path.endsWith('/reallocate'));
    expect(sent?.body).toEqual({ auditor_id: 'p9', due_on: null });
    expect(sent?.headers.get('if-match')).toBe('"3"');
  });
});

describe('answers as fields', () => {
  it('sends a grade and "not applicable" so that they exclude each other', () => {
    expect(bodyOf({ 'answers/q1/choice': 'good', 'answers/q1/reason': 'x', summary: 's' })).toEqual({
      summary: 's',
      answers: { q1: { grade: 'good', is_not_applicable: false, reason: 'x' } },
    });
    expect(bodyOf({ 'answers/q1/choice': 'not_applicable' })).toEqual({ answers: { q1: { is_not_applicable: true } } });
  });

  it('reads back what it sent', () => {
    const answers = { q1: { grade: null, is_not_applicable: true, reason: null, reported_grade: null } };
    expect(fieldsOf({ ...audit, answers })).toMatchObject({
      'answers/q1/choice': 'not_applicable',
      'answers/q1/reason': '',
    });
  });

  it('counts a grade without its reason as answered and not done', () => {
    const values = {
      'answers/q11/choice': 'good',
      'answers/q11/reason': ' short   ',
      'answers/q12/choice': 'not_applicable',
    };
    expect(progressOf(tool.sections[0].questions, values)).toEqual({ answered: 2, total: 2, unreasoned: 1 });
  });

  it('says many errors of one kind in one line, which leads to the first', () => {
    const errors = ['q21', 'q22', 'q11'].map((id) => ({
      pointer: `/answers/${id}`,
      code: 'answer_needed',
      detail: id,
    }));
    expect(grouped(new Problem({ status: 422, errors }), tool.sections)?.errors).toEqual([
      { pointer: '/answers/q21', code: 'answer_needed', detail: 'Standard 2: 2 questions to answer' },
      errors[2],
    ]);
  });

  it('forgets an error once it is mended, and knows the page of each', () => {
    const problem = new Problem({
      status: 422,
      errors: [{ pointer: '/answers/q21/reason', code: '', detail: 'Why?' }],
    });
    expect(stillWrong(problem, {}, tool.sections)?.errors[0]?.detail).toBe('2.1: Why?');
    expect(stillWrong(problem, { 'answers/q21/reason': 'A reason long enough' }, tool.sections)).toBeNull();
    expect(stepOf('/answers/q21/reason', tool.sections)).toBe('2');
    expect(stepOf('/overall_reason', tool.sections)).toBe('check');
  });
});

it('keeps a heading where the audit is out of reach', async () => {
  answering({ 'GET /api/v1/audits/a1': () => problemAnswer(404) });
  show(<AuditPage />, atAudit);
  expect(await screen.findByText('Nothing is here for you')).toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 1, name: 'Audit' })).toBeInTheDocument();
});
