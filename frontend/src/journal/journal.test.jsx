/** The journal is narrowed by what happened, by person and by child, all in the address. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { JournalList, whatWords } from './JournalList.jsx';

const entry = {
  id: 7,
  at: '2026-11-03T10:42:00Z',
  actor_kind: 'person',
  actor_id: 'p-2',
  actor_name: 'Ines Marlow',
  verb: 'read_child',
  action: /** @type {const} */ ('seen'),
  noun: 'child',
  subject_ids: ['c-1'],
  child_ids: ['c-1'],
  fields: [],
  request_id: null,
};

it('goes from an entry to everything about the same child', async () => {
  answering({ 'GET /api/v1/journal': { items: [entry], next_cursor: null, total: null } });
  const { user, address } = show(<JournalList />, { permissions: ['journal:read'] });
  await screen.findByText('Seen child');
  expect(screen.getByText('3 November 2026 at 10:42am')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /show all entries about this child/ }));
  expect(address()).toBe('/?child_id=c-1');
  expect(screen.getByText(/Only entries about one child/)).toBeInTheDocument();
});

it('says how many rows one act touched', () => {
  expect(whatWords({ ...entry, action: 'changed', noun: 'audit_answer', subject_ids: ['a', 'b'] })).toBe(
    'Changed audit answer (2)',
  );
  expect(whatWords({ ...entry, noun: null, verb: 'list_children' })).toBe('Seen (list children)');
});

it('is closed to other roles', () => {
  const asked = answering({});
  show(<JournalList />, { permissions: ['people:read'] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  expect(asked).toEqual([]);
});
