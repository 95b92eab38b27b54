/** Notes on an indicator's page. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { NotesPanel } from './NotesPanel.jsx';

const note = {
  id: 'n1',
  indicator: 'visits',
  unit_id: null,
  unit_name: null,
  happened_on: '2026-03-02',
  words: 'New team',
  is_rebase: true,
  reason: 'It works in another way.',
  withdrawn_at: null,
};
const units = { items: [{ id: 'c', parent_id: null, kind: 'council', name: 'The council' }], next_cursor: null };
const panel = <NotesPanel code="visits" filters={{ unit_id: '' }} />;

it('shows what happened to whoever reads, without a form', async () => {
  answering({ 'GET /api/v1/annotations': { items: [note], next_cursor: null } });
  show(panel, { permissions: ['indicators:read'] });
  expect(await screen.findByText(/Limits were worked out anew: It works in another way/)).toBeInTheDocument();
  expect(screen.queryByText('Add a note, or have limits worked out anew')).not.toBeInTheDocument();
});

it('writes a note with the reason of a rebase, and names the field that is wrong', async () => {
  const asked = answering({
    'GET /api/v1/units': units,
    'GET /api/v1/annotations': { items: [], next_cursor: null },
    'POST /api/v1/annotations': () =>
      problemAnswer(422, { errors: [{ pointer: '/reason', code: 'missing', detail: 'Say why.' }] }),
  });
  const { user } = show(panel, { permissions: ['indicators:read', 'annotations:write'] });
  await user.click(await screen.findByText('Add a note, or have limits worked out anew'));
  await user.type(screen.getByLabelText(/What happened/), 'Practice week');
  await user.click(screen.getByLabelText('Work limits out anew from then on'));
  await user.click(screen.getByRole('button', { name: 'Add the note' }));
  expect((await screen.findAllByText(/Say why/)).length).toBeGreaterThan(0);
  const sent = asked.find(({ method }) => method === 'POST');
  expect(sent?.body).toMatchObject({ indicator: 'visits', words: 'Practice week', is_rebase: true, unit_id: null });
});

it('withdraws a note with the reason', async () => {
  const asked = answering({
    'GET /api/v1/units': units,
    'GET /api/v1/annotations': { items: [note], next_cursor: null },
    'POST /api/v1/annotations/n1/withdraw': note,
  });
  const { user } = show(panel, { permissions: ['indicators:read', 'annotations:write'] });
  await user.click(await screen.findByText('Withdraw'));
  await user.type(screen.getByLabelText('Why it no longer stands'), 'It was another team.');
  await user.click(screen.getByRole('button', { name: 'Withdraw the note' }));
  await vi.waitFor(() => expect(asked.at(-1)?.method ?? '').toBeTruthy());
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ reason: 'It was another team.' });
});
