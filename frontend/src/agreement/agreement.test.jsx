/** Agreement: a sentence, pictures with their tables, nothing that n cannot carry; one's own figures; inspectors' grades. */
import { screen, within } from '@testing-library/react';

import { expect, it, vi } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AgreementPage } from './AgreementPage.jsx';
import { InspectorPanel } from './InspectorPanel.jsx';
import { OwnPage } from './OwnPage.jsx';
import { coefficientWithin, firstDay, percentWithin, shiftWithin } from './words.js';

vi.setConfig({ testTimeout: 30_000 });

const levels = ['Outstanding', 'Good', 'Requires improvement', 'Inadequate'].map((label, i) => ({
  code: label.toLowerCase().replace(' ', '_'),
  label,
  position: i + 1,
}));
const scale = { code: 'ofsted', title: 'Ofsted', levels };
const share = { value: 0.7, lower: 0.48, upper: 0.85 };
const coefficient = { value: 0.61, lower: 0.42, upper: 0.77, undefined: 0, words: null };
/** @type {any} */
const figures = {
  n: 20,
  audits: 20,
  show: 'percentages',
  caution: 'Fewer than 30 audits: a coefficient says little here, and stands apart with its interval.',
  table: [
    [0, 0, 0, 0],
    [0, 14, 4, 1],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
  ],
  exact: 14,
  within_one: 19,
  exact_share: share,
  within_one_share: { value: 0.95, lower: 0.76, upper: 0.99 },
  worse: 5,
  same: 14,
  better: 1,
  mean_shift: { value: 0.25, lower: 0.02, upper: 0.5 },
  sign_test_p: 0.22,
  alpha: coefficient,
  ac1: coefficient,
  is_technical: true,
};
const few = {
  ...figures,
  n: 4,
  audits: 4,
  exact: 3,
  show: 'counts',
  caution: 'Fewer than 10 audits: counts alone.',
  exact_share: null,
  within_one_share: null,
  mean_shift: null,
  sign_test_p: null,
  alpha: null,
  ac1: null,
};
/** @type {any} */
const agreement = {
  from_on: '2025-12-01',
  to_on: '2026-11-30',
  scale,
  other_scales: [{ code: 'met', title: 'Met or not', audits: 3 }],
  sentence: 'Moderators agreed with 14 of 20 first grades; when they changed one they lowered it 5 times of 6.',
  lean_sentence: 'Changes went both ways about as often as chance would have it.',
  overall: figures,
  answers: { ...figures, sign_test_p: null },
  by_standard: [
    { ...figures, set_code: 'practice', number: 1, text: 'Voice' },
    { ...few, set_code: 'practice', number: 2, text: 'Plans' },
  ],
  by_kind: [
    { ...figures, kind: 'peer' },
    { ...few, kind: 'thematic' },
  ],
  inspectors: { against_first: few, against_reported: few, alpha_of_three: null },
  calibrations: null,
  method: ['Intervals hold 95%.'],
};
const hardest = [
  { code: '1.1', standard_number: 1, text: 'Seen alone', n: 20, exact: 9, exact_share: share, worse: 10, better: 1 },
];
const leans = { from_on: '', to_on: '', least: 10, auditors: 3, bins: [], caution: 'Only 3 auditors.' };
const bins = [
  { lower: -0.125, upper: 0.125, auditors: 4 },
  { lower: 0.125, upper: 0.375, auditors: 2 },
];
const gap = {
  audit_id: 'a1',
  reference: 'A-000007',
  kind: 'peer',
  unit_name: 'North 1',
  moderation_id: 'm1',
  first_grade: 'good',
  second_grade: 'inadequate',
  completed_on: '2026-10-02',
};
const permissions = ['agreement:read', 'moderations:read', 'moderations:allocate', 'units:read'];
/** @param {Record<string, unknown>} [over] */
const answers = (over = {}) =>
  answering({
    'GET /api/v1/agreement': agreement,
    'GET /api/v1/agreement/hardest': hardest,
    'GET /api/v1/agreement/gaps': { items: [gap], next_cursor: null, total: null },
    'GET /api/v1/agreement/leans': leans,
    'GET /api/v1/units': { items: [], next_cursor: null, total: null },
    ...over,
  });

it('says it in a sentence, draws it, and puts the same in tables', async () => {
  answers();
  const { container } = show(<AgreementPage />, { permissions });
  expect(await screen.findByText(/agreed with 14 of 20/)).toBeInTheDocument();
  const table = within(screen.getByRole('region', { name: 'Overall grades: first and second' }));
  expect(table.getByRole('cell', { name: '4 lowered' })).toBeInTheDocument();
  expect(table.getByRole('cell', { name: '14 agreed' })).toBeInTheDocument();
  expect(screen.getAllByText('14 of 20: 70% (48% to 85%)').length).toBeGreaterThan(1);
  expect(screen.getByRole('img', { name: /Diverging bars: .*by kind of audit/ })).toHaveTextContent('Peer');
  expect(screen.getByRole('img', { name: /Diverging bars: .*by standard/ })).toHaveTextContent('Too few audits (4)');
  expect(await screen.findByRole('rowheader', { name: '1.1' })).toBeInTheDocument();
  expect(await screen.findByRole('link', { name: 'A-000007' })).toHaveAttribute('href', '/audits/a1');
  expect(await screen.findByText('Only 3 auditors.')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('shows no coefficient among the figures of few audits, but apart', async () => {
  answers();
  show(<AgreementPage />, { permissions });
  await screen.findByText(/agreed with 14 of 20/);
  expect(screen.getByText('Technical figures of overall grades')).toBeInTheDocument();
  expect(screen.getByText(/Fewer than 30 audits/)).toBeInTheDocument();
});

it('narrows through the address', async () => {
  const asked = answers();
  const { user, address } = show(<AgreementPage />, { permissions });
  await screen.findByText(/agreed with 14 of 20/);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'peer');
  expect(address()).toBe('/?kind=peer');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Period' }), '3');
  await screen.findByText(/agreed with 14 of 20/);
  const last = asked.filter(({ path }) => path === '/api/v1/agreement').at(-1);
  expect(last?.query).toEqual({ kind: 'peer', from_on: firstDay('3') });
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe('/');
});

it('draws how auditors lean where there are enough of them, and names nobody', async () => {
  answers({ 'GET /api/v1/agreement/leans': { ...leans, auditors: 6, bins } });
  show(<AgreementPage />, { permissions });
  expect(await screen.findByRole('img', { name: /Histogram/ })).toBeInTheDocument();
});

it('says why there is nothing, what went wrong, and to whom it is closed', async () => {
  const nothing = { ...agreement, sentence: 'No audit has been graded.', overall: { ...few, n: 0 }, inspectors: null };
  answers({ 'GET /api/v1/agreement': nothing });
  const empty = show(<AgreementPage />, { permissions });
  expect(await screen.findByText('No audit has been graded.')).toBeInTheDocument();
  expect(await violations(empty.container)).toEqual([]);
  empty.unmount();
  answers({ 'GET /api/v1/agreement': () => problemAnswer(500) });
  const failed = show(<AgreementPage />, { permissions });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument();
  failed.unmount();
  show(<AgreementPage />, { permissions: [] });
  expect(screen.getByText(/not.*role|role.*not/i)).toBeInTheDocument();
});

const own = {
  from_on: '2025-12-01',
  to_on: '2026-11-30',
  scale,
  least: 5,
  sentence: 'Moderators agreed with 3 of 6 of your first grades.',
  own: { ...few, n: 6 },
  shrunk_lean: 0.3,
  council: figures,
  calibrations: { exercises: 1, n: 4, agreed: 1, same: 2, worse: 1, better: 1 },
};

it('shows somebody their own figures beside the council’s', async () => {
  answering({ 'GET /api/v1/agreement/mine': own });
  const { container } = show(<OwnPage />, { permissions });
  expect(await screen.findByText(/3 of 6 of your first grades/)).toBeInTheDocument();
  expect(screen.getByText(/about 0.3 of a grade lower/)).toBeInTheDocument();
  expect(screen.getByText(/Of your 4 grades 2 were the agreed grade/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('says from how many audits on somebody is shown their own', async () => {
  answering({ 'GET /api/v1/agreement/mine': { ...own, own: null, shrunk_lean: null, sentence: 'From 5 audits on.' } });
  show(<OwnPage />, { permissions });
  expect(await screen.findByText('From 5 audits on.')).toBeInTheDocument();
  expect(screen.queryByText('Your first grades and the second ones')).not.toBeInTheDocument();
});

/** @type {any} */
const audit = { id: 'a1', state: 'final' };
/** @type {any} */
const tool = {
  scale,
  sections: [{ id: 's1', standard_id: 'st1', standard_number: 1, title: 'Voice', questions: [] }],
};
const rating = {
  id: 'r1',
  audit_id: 'a1',
  by_whom: 'Ofsted, March 2026',
  rated_on: '2026-03-10',
  overall_grade: 'inadequate',
  first_grade: 'good',
  reported_grade: 'requires_improvement',
  standards: [{ standard_id: 'st1', number: 1, text: 'Voice', grade: 'good', ours: 'inadequate' }],
  entered_by_name: 'Ines Marlow',
  entered_at: '2026-03-11T10:00:00Z',
  supersedes_id: null,
  is_superseded: false,
};
const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });

it('enters an inspector’s grades from an audit, and supersedes them', async () => {
  /** @type {unknown[]} */
  let items = [];
  const asked = answering({
    'GET /api/v1/agreement/ratings': () => page(items),
    'POST /api/v1/agreement/ratings': () => {
      items = [rating];
      return Response.json(rating, { status: 201 });
    },
  });
  const { user, container } = show(<InspectorPanel audit={audit} tool={tool} />, {
    permissions: ['audits:read', 'agreement:enter'],
  });
  await user.click(await screen.findByRole('button', { name: 'Enter an inspector’s grades' }));
  expect(await violations(container)).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: 'By whom' }), 'Ofsted, March 2026');
  await user.click(screen.getByRole('radio', { name: 'Inadequate' }));
  await user.click(screen.getByText(/Grades by standard/));
  await user.selectOptions(screen.getByRole('combobox', { name: '1. Voice' }), 'good');
  await user.click(screen.getByRole('button', { name: 'Enter these grades' }));
  expect(await screen.findByText('Ofsted, March 2026: Inadequate')).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
    audit_id: 'a1',
    by_whom: 'Ofsted, March 2026',
    overall_grade: 'inadequate',
    standards: { st1: 'good' },
    supersedes_id: null,
  });
  await user.click(screen.getByRole('button', { name: /Put right/ }));
  expect(screen.getByRole('textbox', { name: 'By whom' })).toHaveValue('Ofsted, March 2026');
  await user.click(screen.getByRole('button', { name: 'Supersede' }));
  expect(asked.filter(({ method }) => method === 'POST').at(-1)?.body).toMatchObject({ supersedes_id: 'r1' });
});

it('leads from what is wrong to its field, and says nothing to those who may not enter', async () => {
  answering({
    'GET /api/v1/agreement/ratings': page([]),
    'POST /api/v1/agreement/ratings': () =>
      problemAnswer(422, { errors: [{ pointer: '/rated_on', code: 'x', detail: 'The day has yet to come.' }] }),
  });
  const may = show(<InspectorPanel audit={audit} tool={tool} />, { permissions: ['audits:read', 'agreement:enter'] });
  await may.user.click(await screen.findByRole('button', { name: 'Enter an inspector’s grades' }));
  await may.user.click(screen.getByRole('button', { name: 'Enter these grades' }));
  await may.user.click(await screen.findByRole('link', { name: 'The day has yet to come.' }));
  expect(screen.getByLabelText('On which day')).toHaveFocus();
  may.unmount();
  const { container } = show(<InspectorPanel audit={audit} tool={tool} />, { permissions: ['audits:read'] });
  await vi.waitFor(() => expect(container).toBeEmptyDOMElement());
});

it('puts figures in words', () => {
  expect(percentWithin(share)).toBe('70% (48% to 85%)');
  expect(percentWithin(null)).toBe('Too few to say');
  expect(shiftWithin({ value: -0.5, lower: -0.75, upper: 0.1 })).toBe('0.50 grades higher (−0.10 to 0.75)');
  expect(shiftWithin({ value: 0, lower: null, upper: null })).toBe('the same');
  expect(coefficientWithin({ ...coefficient, value: -0.1, words: 'poor' })).toBe('−0.10 (0.42 to 0.77), poor');
  expect(firstDay('nonsense')).toBe('');
});
