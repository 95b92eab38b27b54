/** Findings: strengths first, what is done about the rest, their themes, and the sheet for supervision. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, show } from '../kernel/testing/screen.jsx';
import { AuditFindings } from './AuditFindings.jsx';
import { FindingsStep } from './FindingsStep.jsx';
import { SheetList } from './SheetList.jsx';
import { SheetPage } from './SheetPage.jsx';
import { ThemesPage } from './ThemesPage.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
/** @type {any} */
const audit = { id: 'a1', reference: 'A-000123', child_ref: '104233', state: 'in_progress' };
/** @type {any} */
const tool = { id: 't1', sections: [{ id: 's1', questions: [{ id: 'q1', code: '2.1', text: 'The child is seen.' }] }] };
const strength = {
  id: 'f1',
  audit_id: 'a1',
  audit_reference: 'A-000123',
  audit_state: 'in_progress',
  child_id: 'c1',
  child_ref: '104233',
  unit_name: 'North',
  kind: 'strength',
  theme: 'voice',
  theme_title: 'The child’s voice',
  criterion_id: null,
  criterion_code: null,
  tool_question_id: null,
  text: 'She was seen alone each time.',
  impact: 'She is heard.',
  severity: null,
  no_action_reason: '',
  finalised_at: null,
  created_at: '2026-11-01T10:00:00Z',
  version: 1,
  actions: [],
};
const action = {
  id: 'x1',
  reference: 'ACT-000001',
  title: 'Rewrite the plan',
  owner_name: 'Mo Manager',
  state: 'open',
  due_on: '2099-01-01',
  is_overdue: false,
  is_proven: false,
};
const improvement = {
  ...strength,
  id: 'f2',
  kind: 'improvement',
  theme: 'planning',
  theme_title: 'Plans and their review',
  text: 'The plan has no dates.',
  severity: 'high',
  criterion_code: '2.1',
};
const themes = [
  { code: 'voice', title: 'The child’s voice' },
  { code: 'planning', title: 'Plans and their review' },
];
const permissions = ['audits:read', 'audits:complete', 'actions:set'];

it('writes down a strength, and keeps what was typed until it is sent', async () => {
  const asked = answering({
    'GET /api/v1/findings': page([]),
    'GET /api/v1/findings/theme-list': themes,
    'POST /api/v1/findings': strength,
  });
  const { container, user, session } = show(<FindingsStep audit={audit} tool={tool} />, { permissions });
  await user.click(await screen.findByRole('button', { name: 'Add a strength' }));
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(within(await screen.findByRole('alert')).getAllByRole('link')).toHaveLength(3);
  await user.type(screen.getByLabelText('What was done well'), 'She was seen alone each time.');
  expect(await session.drafts.read('strength of a1')).toMatchObject({ text: 'She was seen alone each time.' });
  await user.type(screen.getByLabelText('What it means for the child'), 'She is heard now.');
  await user.selectOptions(screen.getByLabelText('Theme'), 'voice');
  await user.selectOptions(screen.getByLabelText(/Question it belongs to/), 'q1');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('button', { name: 'Add a strength' })).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
    audit_id: 'a1',
    kind: 'strength',
    severity: null,
    tool_question_id: 'q1',
  });
  expect(await session.drafts.read('strength of a1')).toBeFalsy();
});

it('sets an action about an area for improvement, and removes only what has none', async () => {
  const asked = answering({
    'GET /api/v1/findings': page([strength, improvement, { ...improvement, id: 'f3', actions: [action] }]),
    'GET /api/v1/actions/people': page([{ id: 'p-9', name: 'Mo Manager', job_title: '', unit_name: null }]),
    'POST /api/v1/findings/f2/actions': improvement,
    'DELETE /api/v1/findings/f1': new Response(null, { status: 204 }),
  });
  const { container, user } = show(<FindingsStep audit={audit} tool={tool} />, { permissions });
  expect(await screen.findByRole('link', { name: 'Rewrite the plan' })).toHaveAttribute('href', '/actions/x1');
  expect(await violations(container)).toEqual([]);
  expect(screen.getAllByRole('button', { name: /^Remove/ })).toHaveLength(2);
  const [first] = screen.getAllByRole('button', { name: /Set an action about Plans/ });
  await user.click(/** @type {HTMLElement} */ (first));
  await screen.findAllByRole('option', { name: 'Mo Manager' });
  await user.type(screen.getByLabelText('What is to be done'), 'Rewrite the plan');
  await user.selectOptions(screen.getByLabelText('Who is to do it'), 'p-9');
  await user.click(screen.getByRole('button', { name: 'Set the action' }));
  await waitFor(() =>
    expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
      title: 'Rewrite the plan',
      owner_id: 'p-9',
      due_on: null,
    }),
  );
  await user.click(screen.getByRole('button', { name: /Remove about The child/ }));
  await waitFor(() => expect(asked.find(({ method }) => method === 'DELETE')?.headers.get('If-Match')).toBe('"1"'));
});

it('shows on the record strengths first, and nothing where there is nothing', async () => {
  answering({ 'GET /api/v1/findings': page([strength, improvement]) });
  const { container } = show(<AuditFindings audit={{ ...audit, state: 'final' }} />, { permissions: ['audits:read'] });
  const headings = (await screen.findAllByRole('heading', { level: 3 })).map((heading) => heading.textContent);
  expect(headings).toEqual(['Strengths', 'Areas for improvement']);
  expect(screen.getByText('High severity')).toBeInTheDocument();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('draws themes apart and narrows what is behind them in the address', async () => {
  const counts = themes.map(({ code, title }, i) => ({
    theme: code,
    title,
    strengths: i ? 0 : 3,
    improvements: i ? 2 : 1,
    high: i,
    without_action: 0,
  }));
  const asked = answering({
    'GET /api/v1/units': page([]),
    'GET /api/v1/findings/themes': { audits: 3, themes: counts, sentence: 'In 3 final audits: so it is.' },
    'GET /api/v1/findings': page([improvement]),
  });
  const { container, user, address } = show(<ThemesPage />, { permissions: ['audits:read'] });
  expect(await screen.findByRole('img', { name: /by theme/ })).toBeInTheDocument();
  expect(screen.getByText('In 3 final audits: so it is.')).toBeInTheDocument();
  await screen.findByRole('link', { name: 'A-000123' });
  expect(await violations(container)).toEqual([]);
  await user.selectOptions(screen.getByLabelText('Theme'), 'planning');
  expect(address()).toBe('/?theme=planning');
  await waitFor(() => expect(asked.at(-1)?.query).toMatchObject({ theme: 'planning', final: 'true' }));
  show(<ThemesPage />);
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
});

it('puts a sheet on a page for supervision', async () => {
  answering({
    'GET /api/v1/findings/sheets/w1': {
      worker_id: 'w1',
      worker_name: 'Asha Worker',
      job_title: 'Social worker',
      unit_name: 'North',
      from_on: '2025-11-01',
      to_on: '2026-11-01',
      purpose: 'For supervision: never to compare workers.',
      audits: [
        {
          id: 'a1',
          reference: 'A-000123',
          child_ref: '104233',
          kind: 'peer',
          finalised_at: '2026-10-01T10:00:00Z',
          grade_label: 'Good',
          strengths: [{ text: 'Seen alone.', impact: 'Heard.', theme_title: 'Voice', severity: null }],
          improvements: [{ text: 'No dates.', impact: 'Waits.', theme_title: 'Plans', severity: 'low' }],
          voices: [
            { speaker: 'child', state: 'given', said: 'She listens.' },
            { speaker: 'family', state: 'declined', said: null },
          ],
          actions: [action],
        },
      ],
    },
  });
  const { container } = show(<SheetPage />, { path: '/sheets/:workerId', at: '/sheets/w1' });
  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Asha Worker');
  expect(screen.getByText('She listens.')).toBeInTheDocument();
  expect(screen.queryByText('The family:')).not.toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('A-000123, child 104233: Good');
  expect(screen.getByRole('link', { name: 'Rewrite the plan' })).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('lists workers by name, and says when there are none', async () => {
  answering({
    'GET /api/v1/findings/sheets': page([{ worker_id: 'w/1', worker_name: 'Asha Worker', unit_name: 'North' }]),
  });
  show(<SheetList />, { permissions: ['audits:read'] });
  expect(await screen.findByRole('link', { name: 'Asha Worker' })).toHaveAttribute('href', '/sheets/w%2F1');
  answering({ 'GET /api/v1/findings/sheets': page([]) });
  show(<SheetList />, { permissions: ['audits:read'] });
  expect(await screen.findByText('No sheet here for you')).toBeInTheDocument();
});
