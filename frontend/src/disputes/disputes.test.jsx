/** Disputes: listed, spoken about, settled, and raised on an audit's record. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AuditDisputes } from './AuditDisputes.jsx';
import { DisputeList } from './DisputeList.jsx';
import { DisputePage } from './DisputePage.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const levels = ['Outstanding', 'Good'].map((label, i) => ({
  code: label.toLowerCase(),
  label,
  position: i + 1,
  is_good_or_better: true,
}));
/** @type {any} */
const tool = { id: 't1', scale: { code: 'ofsted', title: 'Ofsted', levels }, sections: [] };
const dispute = {
  id: 'd1',
  audit_id: 'a1',
  audit_reference: 'A-000123',
  unit_name: 'North',
  raised_by_name: 'Gareth Quill',
  raised_by_id: 'p-2',
  asks: 'grade',
  state: 'open',
  first_grade: 'outstanding',
  reported_grade: 'good',
  claimed_grade: 'outstanding',
  resolved_grade: null,
  raised_at: '2026-11-01T10:00:00Z',
  due_on: '2026-11-09',
  is_overdue: true,
  tool_id: 't1',
  messages: [{ person_name: 'Gareth Quill', said_at: '2026-11-01T10:00:00Z', words: 'The minutes were not read.' }],
  resolution: '',
  resolved_by_name: null,
  resolved_at: null,
  may_resolve: true,
  version: 1,
};
const where = { path: '/disputes/:disputeId', at: '/disputes/d1', permissions: ['audits:read'] };
/** @type {any} */
const audit = { id: 'a1', state: 'final', auditor_id: 'p-9', first_grade: 'outstanding', reported_grade: 'good' };

it('lists disputes with what is late, and says when there is none or none may be seen', async () => {
  answering({ 'GET /api/v1/disputes': page([dispute]) });
  const full = show(<DisputeList />, { permissions: ['audits:read'] });
  const row = within(await screen.findByRole('row', { name: /A-000123/ }));
  expect(row.getByText('Open')).toBeInTheDocument();
  expect(row.getByText(/overdue|late/i)).toBeInTheDocument();
  full.unmount();
  answering({ 'GET /api/v1/disputes': page([]) });
  const empty = show(<DisputeList />, { permissions: ['audits:read'] });
  expect(await screen.findByText('No disputes here for you')).toBeInTheDocument();
  empty.unmount();
  show(<DisputeList />, { permissions: [] });
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
});

it('settles a dispute only with a grade and a reason', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/disputes/d1': dispute,
    'POST /api/v1/disputes/d1/resolve': { ...dispute, state: 'upheld', version: 2 },
  });
  const { user } = show(<DisputePage />, where);
  expect(await screen.findByText('The minutes were not read.')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: 'Upheld' }));
  await user.click(screen.getByRole('button', { name: 'Settle the dispute' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Say what the grade should have been');
  await user.selectOptions(screen.getByLabelText('What the grade should have been'), 'outstanding');
  await user.type(screen.getByLabelText('Why you settle it so'), 'The minutes bear it out.');
  await user.click(screen.getByRole('button', { name: 'Settle the dispute' }));
  await waitFor(() =>
    expect(asked.find(({ path }) => path.endsWith('/resolve'))?.body).toEqual({
      state: 'upheld',
      resolved_grade: 'outstanding',
      resolution: 'The minutes bear it out.',
    }),
  );
});

it('adds to what is said, and shows what the API answers when it refuses', async () => {
  const detail = 'This dispute is settled, and stands.';
  answering({
    'GET /api/v1/tools/t1': tool,
    'GET /api/v1/disputes/d1': { ...dispute, may_resolve: false },
    'POST /api/v1/disputes/d1/messages': () => problemAnswer(409, { code: 'dispute_settled', detail }),
  });
  const { user } = show(<DisputePage />, where);
  await user.type(await screen.findByLabelText('Add to what is said'), 'I have read them now.');
  await user.click(screen.getByRole('button', { name: 'Say it' }));
  expect(await screen.findByText(detail)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Settle the dispute' })).not.toBeInTheDocument();
});

it('shows a dispute beside the grades of an audit, and raises one where none is open', async () => {
  const settled = { ...dispute, state: 'upheld', resolved_grade: 'outstanding' };
  const asked = answering({ 'GET /api/v1/disputes': page([settled]), 'POST /api/v1/disputes': dispute });
  const { user } = show(<AuditDisputes audit={audit} tool={tool} />, {
    permissions: ['audits:read', 'disputes:raise'],
  });
  expect(await screen.findByText(/the grade should have been Outstanding/)).toBeInTheDocument();
  await user.click(screen.getByText('Dispute the grade'));
  await user.click(screen.getByRole('radio', { name: 'Another look' }));
  await user.type(screen.getByLabelText('Why'), 'The visits were not read.');
  await user.click(screen.getByRole('button', { name: 'Raise the dispute' }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
      audit_id: 'a1',
      asks: 'another_look',
      claimed_grade: null,
      words: 'The visits were not read.',
    }),
  );
});

it('says nothing on the record of an audit that nobody disputes and this person cannot', async () => {
  const asked = answering({ 'GET /api/v1/disputes': page([]) });
  const { container } = show(<AuditDisputes audit={audit} tool={tool} />, { permissions: ['audits:read'] });
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(container).toBeEmptyDOMElement();
});
