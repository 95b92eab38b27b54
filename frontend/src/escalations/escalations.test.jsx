/** Escalations: shown to whom they are told until acknowledged, with a note; a re-audit is asked for. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AuditEscalations } from './AuditEscalations.jsx';
import { EscalationsHome } from './EscalationsHome.jsx';

const one = {
  id: 'e1',
  audit_id: 'a1',
  audit_reference: 'A-000123',
  child_id: 'k1',
  child_ref: '104233',
  unit_name: 'Safeguarding North',
  grade: 'inadequate',
  grade_label: 'Inadequate',
  role: 'head_of_service',
  is_for_me: true,
  raised_at: '2026-11-20T10:00:00Z',
  due_on: '2020-01-01',
  is_overdue: true,
  acknowledged_at: null,
  acknowledged_by_name: null,
  note: null,
  needs_re_audit: true,
  re_audit: null,
};
const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
/** @type {any} */
const audit = { id: 'a1' };

it('lists on the first page what waits, says overdue in words, and nothing where nothing waits', async () => {
  const asked = answering({ 'GET /api/v1/escalations': page([one]) });
  const { unmount } = show(<EscalationsHome />, { permissions: ['audits:acknowledge'] });
  expect(await screen.findByText(/days overdue/)).toBeInTheDocument();
  expect(asked[0]?.query).toMatchObject({ mine: 'true', is_open: 'true' });
  unmount();
  answering({ 'GET /api/v1/escalations': page([]) });
  show(<EscalationsHome />, { permissions: ['audits:acknowledge'] });
  expect(screen.queryByText('Audits to acknowledge')).not.toBeInTheDocument();
});

it('is acknowledged on the audit’s page with what is done, and says what the server refuses', async () => {
  let isDone = false;
  const done = { ...one, is_for_me: false, acknowledged_at: '2026-11-21T09:00:00Z', note: 'A visit is made today.' };
  const asked = answering({
    'GET /api/v1/escalations': () => page([isDone ? { ...done, acknowledged_by_name: 'Ravi Thorne' } : one]),
    'POST /api/v1/escalations/e1/acknowledge': (/** @type {any} */ { body }) => {
      if (body.note.length < 10)
        return problemAnswer(422, { errors: [{ pointer: '/note', code: 'short', detail: 'Say what is done.' }] });
      isDone = true;
      return done;
    },
  });
  const { user } = show(<AuditEscalations audit={audit} />, { permissions: ['audits:allocate'] });
  await user.type(await screen.findByLabelText('What is done about it'), 'Soon');
  await user.click(screen.getByRole('button', { name: 'Acknowledge' }));
  expect(await screen.findByRole('link', { name: 'Say what is done.' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Allocate the re-audit' })).toHaveAttribute(
    'href',
    '/audits/new?child_id=k1&re_audit_of_id=a1',
  );
  await user.clear(screen.getByLabelText('What is done about it'));
  await user.type(screen.getByLabelText('What is done about it'), 'A visit is made today.');
  await user.click(screen.getByRole('button', { name: 'Acknowledge' }));
  expect(await screen.findByText(/Acknowledged by Ravi Thorne/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Acknowledge' })).not.toBeInTheDocument();
  expect(asked.filter(({ method }) => method === 'POST').length).toBe(2);
});
