/** The library of standards: one at a time, on another day, compared, reworded. */
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { violations } from '../kernel/testing/axe.js';
import { ComparisonPage } from './ComparisonPage.jsx';
import { SetForm, standardsIn } from './SetForm.jsx';
import { StandardsPage } from './StandardsPage.jsx';
import { versionBefore } from './VersionList.jsx';
import { VersionPage } from './VersionPage.jsx';

/** @param {number} number */
const standard = (number) => ({
  id: `s-${number}`,
  number,
  label: String(number),
  text: `Words of standard ${number}`,
  overview_text: '',
  note: '',
  criteria: [
    { id: `k-${number}1`, code: `${number}.1`, label: `${number}.1`, text: `Criterion ${number}.1`, note: '' },
    { id: `k-${number}2`, code: `${number}.2`, label: '2.3', text: `Criterion ${number}.2`, note: 'Printed as 2.3' },
  ],
});
/** @type {import('./api.js').Version} */
const version = {
  id: 'v-2',
  set: { code: 'practice', title: 'Practice standards' },
  number: 2,
  state: 'published',
  effective_from: '2026-04-01',
  effective_to: null,
  title: 'Second wording',
  source: '',
  published_at: '2026-03-01T09:00:00Z',
  version: 5,
  standards: [standard(1), standard(2)],
};

it('shows the standard that the address names, and the note on an odd label', async () => {
  answering({ 'GET /api/v1/standards': version });
  const { user, address } = show(<StandardsPage />, { permissions: ['standards:read'] });
  await screen.findByRole('heading', { name: /Words of standard 1/ });
  await user.click(screen.getByRole('link', { name: /^2\./ }));
  expect(address()).toBe('/?standard=2');
  expect(screen.queryByRole('heading', { name: /Words of standard 1/ })).not.toBeInTheDocument();
  expect(screen.getByText('Note: Printed as 2.3')).toBeInTheDocument();
});

it('asks for the standards of the day in the address', async () => {
  const asked = answering({ 'GET /api/v1/standards': version });
  show(<StandardsPage />, { permissions: ['standards:read'], at: '/?at=2020-01-01' });
  await screen.findByText('From 1 April 2026');
  expect(asked[0]?.query).toEqual({ at: '2020-01-01' });
});

it('marks what was taken out and what came in, for eyes and for ears', async () => {
  answering({
    'GET /api/v1/standards/versions': { items: [version], next_cursor: null },
    'GET /api/v1/standards/versions/v-2/comparison': {
      before: { id: 'v-1', number: 1, title: '' },
      after: { id: 'v-2', number: 2, title: '' },
      unchanged: 45,
      changes: [
        {
          kind: 'changed',
          level: 'criterion',
          code: '2.4',
          before: 'The child is seen',
          after: 'The child is seen alone',
          words: [
            { op: 'same', text: 'The child is seen' },
            { op: 'added', text: ' alone' },
          ],
        },
      ],
    },
  });
  show(<ComparisonPage />, { at: '/?before=v-1&after=v-2' });
  expect(await screen.findByText(/1 clause differs, 45 are the same/)).toBeInTheDocument();
  const inserted = document.querySelector('ins');
  expect(inserted).toHaveTextContent('new: alone end of new');
  expect(screen.getByRole('heading', { name: 'Criterion 2.4, reworded' })).toBeInTheDocument();
});

it('sends only the clause that was reworded, and says when somebody else was faster', async () => {
  const asked = answering({
    'GET /api/v1/standards/versions/v-2': { ...version, state: 'draft' },
    'PATCH /api/v1/standards/versions/v-2': () => problemAnswer(412),
  });
  const { user } = show(<VersionPage />, {
    path: '/standards/versions/:versionId',
    at: '/standards/versions/v-2',
    permissions: ['standards:read', 'standards:draft'],
  });
  await user.click(await screen.findByRole('button', { name: 'Edit the draft' }));
  const words = screen.getByLabelText('Words of 1.1');
  await user.clear(words);
  await user.type(words, 'New words');
  expect(screen.getByText('1 clause has changes that are not saved.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save the draft' }));
  expect(within(await screen.findByRole('alert')).getByText(/Someone else has changed this/)).toBeInTheDocument();
  expect(asked.at(-1)?.body).toEqual({ criteria: { 'k-11': { text: 'New words' } } });
  expect(asked.at(-1)?.headers.get('if-match')).toBe('"5"');
  expect(words).toHaveValue('New words');
});

it('offers to edit and publish only to those who may', async () => {
  answering({ 'GET /api/v1/standards/versions/v-2': { ...version, state: 'draft' } });
  show(<VersionPage />, {
    path: '/standards/versions/:versionId',
    at: '/standards/versions/v-2',
    permissions: ['standards:read'],
  });
  await screen.findByText('Not in use yet');
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: /draft|Publish/ })).not.toBeInTheDocument());
});

it('compares a version with the one just before it in the same set', () => {
  const one = { ...version, id: 'v-1', number: 1 };
  const other = { ...version, id: 'x-1', number: 1, set: { code: 'fostering', title: '' } };
  expect(versionBefore([version, other, one], version)?.id).toBe('v-1');
  expect(versionBefore([one], one)).toBeUndefined();
});

it('reads standards from lines, and criteria from lines that begin with a dash', () => {
  const words = 'Supervision makes people think.\n- It is regular.\n– It is about the child.\n\nIt cares.\n• Named.';
  expect(standardsIn(words)).toEqual([
    { text: 'Supervision makes people think.', criteria: ['It is regular.', 'It is about the child.'] },
    { text: 'It cares.', criteria: ['Named.'] },
  ]);
  expect(standardsIn('- Beneath nothing')).toEqual([]);
});

it('begins another set from pasted words, and says what is missing', async () => {
  const asked = answering({ 'POST /api/v1/standards/sets': { ...version, id: 'v-9', state: 'draft' } });
  const { user, address } = show(<SetForm />, { permissions: ['standards:draft'] });
  await user.type(await screen.findByLabelText('Title'), 'Supervision standards');
  await user.type(screen.getByLabelText('Standards and criteria'), 'It cares.');
  await user.click(screen.getByRole('button', { name: 'Make a draft' }));
  expect(within(screen.getByRole('alert')).getByText('Say who answers for it')).toBeInTheDocument();
  expect(within(screen.getByRole('alert')).getByText(/one criterion beneath “It cares.”/)).toBeInTheDocument();
  expect(await violations(document.body)).toEqual([]);
  await user.type(screen.getByLabelText('Who answers for it'), 'Principal social worker');
  await user.type(screen.getByLabelText('Standards and criteria'), '\n- Good work is named.');
  expect(screen.getByRole('status')).toHaveTextContent('1 standard, 1 criterion.');
  await user.click(screen.getByRole('button', { name: 'Make a draft' }));
  await vi.waitFor(() => expect(address()).toBe('/standards/versions/v-9'));
  expect(asked[0]?.body).toEqual({
    title: 'Supervision standards',
    owner: 'Principal social worker',
    source: '',
    standards: [{ text: 'It cares.', criteria: ['Good work is named.'] }],
  });
});

it('begins no set for those who may not write standards', async () => {
  show(<SetForm />, { permissions: ['standards:read'] });
  expect(screen.queryByRole('button', { name: 'Make a draft' })).not.toBeInTheDocument();
});
