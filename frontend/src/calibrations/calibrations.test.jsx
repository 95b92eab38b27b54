/** Calibrations: graded blind and handed in once, waited for, told as a spread, set up away from those near the case. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { CalibrationForm } from './CalibrationForm.jsx';
import { CalibrationList } from './CalibrationList.jsx';
import { CalibrationPage } from './CalibrationPage.jsx';

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
const section = { id: 's1', standard_id: 'st1', number: 1, title: 'Words of the standard', agency: '', own_title: '' };
const tool = {
  id: 't1',
  title: 'Case audit',
  kind: 'peer',
  number: 1,
  state: 'published',
  scale: { code: 'ofsted', title: 'Ofsted', levels },
  sections: [{ ...section, standard_number: 1, questions }],
};
const calibration = {
  id: 'k1',
  title: 'What is a plan?',
  child_ref: 'AB2CDE3FGH4IJ567',
  unit_name: 'North 1',
  tool_title: 'Case audit',
  state: 'open',
  opens_on: '2026-11-01',
  closes_on: '2099-01-01',
  lead_name: 'Ines Marlow',
  invited: 2,
  graded: 1,
  is_mine: true,
  has_graded: false,
  audit_id: null,
  child_id: 'c1',
  tool_id: 't1',
  question_ids: ['q1'],
  raters: [
    { person_id: 'p-1', name: 'Ines Marlow', has_graded: false, has_stood_aside: false },
    { person_id: 'p-2', name: 'Ravi Thorne', has_graded: true, has_stood_aside: false },
  ],
  own: { submitted_at: null, stood_aside_at: null, overall: null, answers: {} },
  closed_at: null,
  version: 1,
};
const done = { ...calibration, has_graded: true, own: { ...calibration.own, submitted_at: '2026-11-20T10:00:00Z' } };
/** @param {string|null} id @param {number[]} counts @param {object} more */
const result = (id, counts, more = {}) => ({
  tool_question_id: id,
  criterion_code: id && '1.1',
  standard_number: id && 1,
  text: id ? 'Criterion 1' : 'The case as a whole',
  counts: levels.map(({ code, label }, i) => ({ grade: code, label, count: counts[i] })),
  not_applicable: 0,
  graded: 2,
  distance: 2,
  farthest: 2,
  own: { grade: 'good', is_not_applicable: false, reason: 'Seen alone each time.' },
  agreed_grade: null,
  agreed_reason: null,
  reasons: [{ grade: 'inadequate', reason: 'Nobody asked her what she wanted.' }],
  ...more,
});
const results = {
  calibration_id: 'k1',
  title: 'What is a plan?',
  people: 2,
  agreement: {
    questions: 1,
    people: 2,
    pairs: 1,
    same: 0,
    within_one: 0,
    percent_same: null,
    same_interval: null,
    percent_within_one: null,
    coefficient: null,
    sentence: 'With 1 question only counts are shown: they carry no percentage.',
  },
  overall: result(null, [0, 2, 0, 0], { farthest: 0 }),
  questions: [result('q1', [0, 1, 0, 1], { agreed_grade: 'good', agreed_reason: 'Her words are in the plan.' })],
  version: 3,
};
const where = { path: '/calibrations/:calibrationId', at: '/calibrations/k1' };
const grader = ['calibrations:read', 'calibrations:complete'];

const invitedAlready = { person_id: 'p1', name: 'Alex Example', has_graded: false, has_stood_aside: false };

it('grades the chosen questions with reasons, and hands in once', async () => {
  /** @type {object} */
  let now = calibration;
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/calibrations/k1': () => now,
    'POST /api/v1/calibrations/k1/grade': () => (now = done),
  });
  const { user, session } = show(<CalibrationPage />, { ...where, permissions: grader });
  const first = within(await screen.findByRole('group', { name: /1\.1/ }));
  expect(screen.queryByRole('group', { name: /1\.2/ })).not.toBeInTheDocument();
  expect(screen.getByText(/Nobody sees your grades/)).toBeInTheDocument();
  await user.click(first.getByRole('radio', { name: 'Good' }));
  await user.click(screen.getByRole('link', { name: 'Next: the whole case' }));
  await user.click(screen.getByRole('button', { name: 'Hand in my grades' }));
  const summary = within(await screen.findByRole('alert'));
  expect(summary.getByText('Give your grade.')).toBeInTheDocument();
  await user.click(summary.getByRole('link', { name: '1.1: Write why.' }));
  await user.type(await screen.findByLabelText(/Reason/), 'Seen alone each time.');
  await user.click(screen.getByRole('link', { name: 'Next: the whole case' }));
  await user.click(screen.getByRole('radio', { name: 'Good' }));
  await user.type(screen.getByLabelText('Why this grade'), 'Careful work all year.');
  expect(await session.drafts.names()).toEqual(['calibration k1']);
  await user.click(screen.getByRole('button', { name: 'Hand in my grades' }));
  expect(await screen.findByText(/Your grades are in/)).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    overall: { grade: 'good', is_not_applicable: false, reason: 'Careful work all year.' },
    answers: { q1: { grade: 'good', is_not_applicable: false, reason: 'Seen alone each time.' } },
  });
  expect(await session.drafts.names()).toEqual([]);
});

it('lets somebody stand aside without a reason', async () => {
  /** @type {object} */
  let now = calibration;
  answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/calibrations/k1': () => now,
    'POST /api/v1/calibrations/k1/stand-aside': () =>
      (now = { ...calibration, own: { ...calibration.own, stood_aside_at: '2026-11-20T10:00:00Z' } }),
  });
  const { user } = show(<CalibrationPage />, { ...where, permissions: grader });
  await user.click(await screen.findByRole('button', { name: 'I know this family' }));
  await user.click(screen.getByRole('button', { name: 'Stand aside', hidden: true }));
  expect(await screen.findByText(/You have stood aside/)).toBeInTheDocument();
});

it('lets the lead invite more of those who are not too near the case', async () => {
  const near = 'They manage the team that has the case.';
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/calibrations/k1': { ...calibration, own: null, audit_id: 'a1', raters: [invitedAlready] },
    'GET /api/v1/calibrations/candidates': {
      items: [
        { person_id: 'p7', name: 'Ravi Thorne', unit_name: 'North 1', conflict: null },
        { person_id: 'p8', name: 'Ines Marlow', unit_name: null, conflict: near },
        { person_id: invitedAlready.person_id, name: invitedAlready.name, unit_name: null, conflict: null },
      ],
      next_cursor: null,
      total: null,
    },
    'POST /api/v1/calibrations/k1/invitations': calibration,
  });
  const { user } = show(<CalibrationPage />, { ...where, permissions: ['calibrations:read', 'calibrations:manage'] });
  await user.click(await screen.findByRole('button', { name: 'Invite more people' }));
  await user.click(await screen.findByRole('button', { name: 'Invite them' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose who else is to grade');
  expect(screen.queryByRole('checkbox', { name: invitedAlready.name })).not.toBeInTheDocument();
  expect(screen.getByText(`Ines Marlow: ${near}`)).toBeInTheDocument();
  await user.click(screen.getByRole('checkbox', { name: 'Ravi Thorne, North 1' }));
  await user.click(screen.getByRole('button', { name: 'Invite them' }));
  await waitFor(() => expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ person_ids: ['p7'] }));
});

it('waits without showing a grade, and lets the lead close it', async () => {
  /** @type {object} */
  let now = { ...calibration, own: null };
  answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/calibrations/k1': () => now,
    'GET /api/v1/calibrations/k1/results': results,
    'POST /api/v1/calibrations/k1/close': () => (now = { ...calibration, own: null, state: 'closed' }),
  });
  const permissions = [...grader, 'calibrations:manage'];
  const { user } = show(<CalibrationPage />, { ...where, permissions });
  expect(await screen.findByRole('row', { name: /Ravi Thorne.*Handed in/ })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Close the calibration' }));
  await user.click(screen.getByRole('button', { name: 'Close it', hidden: true }));
  expect(await screen.findByRole('heading', { name: 'How far they agree' })).toBeInTheDocument();
});

it('tells the spread, one’s own grade in it and what was agreed, and records more', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/calibrations/k1': { ...done, state: 'closed' },
    'GET /api/v1/calibrations/k1/results': results,
    'PUT /api/v1/calibrations/k1/agreed': results,
  });
  const permissions = ['calibrations:read', 'calibrations:manage'];
  const { user } = show(<CalibrationPage />, { ...where, permissions });
  const question = within(await screen.findByRole('region', { name: 'Grades of 1.1' }));
  expect(question.getByText(/1 good, 1 inadequate\. Up to 2 grades apart/)).toBeInTheDocument();
  expect(question.getByText('You: Good.')).toBeInTheDocument();
  expect(question.getByText(/Agreed afterwards: Good/)).toBeInTheDocument();
  expect(screen.getByText(/only counts are shown/)).toBeInTheDocument();
  expect(screen.queryByText(/alpha/)).not.toBeInTheDocument();
  const whole = within(screen.getByRole('region', { name: 'Grades of the case as a whole' }));
  await user.click(whole.getByText('Record what was agreed'));
  await user.click(whole.getByRole('radio', { name: 'Good' }));
  await user.type(whole.getByLabelText('Why'), 'Seen, heard and acted on.');
  await user.click(whole.getByRole('button', { name: 'Record it' }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({
      overall: { grade: 'good', reason: 'Seen, heard and acted on.' },
      answers: {},
    }),
  );
  expect(asked.find(({ method }) => method === 'PUT')?.headers.get('if-match')).toBe('"3"');
});

it('sets up an exercise with those who are not near the case', async () => {
  const asked = answering({
    'GET /api/v1/audits/a1': {
      id: 'a1',
      reference: 'A-000123',
      kind: 'peer',
      child_ref: 'AB2CDE3FGH4IJ567',
      tool_id: 't1',
      state: 'final',
    },
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/calibrations/candidates': page([
      { person_id: 'p2', name: 'Moira Quill', unit_name: 'South', conflict: null },
      { person_id: 'p3', name: 'Ravi Thorne', unit_name: null, conflict: 'made the audit' },
    ]),
    'POST /api/v1/calibrations': calibration,
  });
  const { user, address } = show(<CalibrationForm />, {
    path: '/calibrations/new',
    at: '/calibrations/new?audit_id=a1',
    permissions: ['calibrations:manage'],
  });
  await user.click(await screen.findByRole('button', { name: 'Set it up' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose who is to grade');
  expect(screen.getByText('Ravi Thorne: made the audit')).toBeInTheDocument();
  expect(screen.queryByRole('checkbox', { name: /Ravi Thorne/ })).not.toBeInTheDocument();
  await user.type(screen.getByLabelText('Title'), 'What is a plan?');
  await user.click(screen.getByRole('checkbox', { name: 'Moira Quill, South' }));
  await user.type(screen.getByLabelText('Last day for grading'), '2099-01-01');
  await user.click(screen.getByRole('button', { name: 'Set it up' }));
  await waitFor(() => expect(address()).toBe('/calibrations/k1'));
  const body = asked.find(({ method }) => method === 'POST')?.body;
  expect(body).toMatchObject({ audit_id: 'a1', question_ids: ['q1', 'q2'], person_ids: ['p2'] });
});

it('lists them, says what is asked of the person, and what to calibrate next', async () => {
  answering({
    'GET /api/v1/calibrations': page([calibration]),
    'GET /api/v1/calibrations/proposal': {
      criteria: [
        {
          criterion_code: '2.4',
          standard_number: 2,
          text: 'Words',
          pairs: 20,
          same: 5,
          percent_same: 25,
          from_moderations: 20,
          from_calibrations: 0,
        },
      ],
      sentence: 'On 2.4 two people gave the same grade 5 times of 20: the least of all criteria so far.',
    },
  });
  show(<CalibrationList />, { permissions: ['calibrations:read'] });
  expect(await screen.findByRole('row', { name: /What is a plan.*Open.*1 of 2.*To grade/ })).toBeInTheDocument();
  expect(await screen.findByRole('row', { name: /2\.4.*5 of 20/ })).toBeInTheDocument();
});

it('says why it has nothing to show', async () => {
  answering({ 'GET /api/v1/calibrations/k1': () => problemAnswer(404, { code: 'not_found' }) });
  show(<CalibrationPage />, { ...where, permissions: grader });
  expect(await screen.findByText(/outside what your role may see/)).toBeInTheDocument();
});
