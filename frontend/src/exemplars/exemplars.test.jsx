/** Exemplars: found in the library, shown beside a standard, written without naming anybody, published, reworded. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { ExemplarForm } from './ExemplarForm.jsx';
import { ExemplarList } from './ExemplarList.jsx';
import { ExemplarPage } from './ExemplarPage.jsx';
import { OfStandard } from './OfStandard.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const listed = {
  id: 'e1',
  standards_set_id: 'set',
  set_title: 'Practice standards',
  standard_number: 2,
  criterion_code: '2.4',
  scale_code: 'ofsted',
  grade: 'good',
  grade_label: 'Good',
  grade_position: 2,
  state: 'published',
  words: 'She chose two aims of the plan herself.',
  why: 'Her wishes changed what was done.',
  audit_id: null,
  audit_reference: null,
  updated_at: '2026-11-01T10:00:00Z',
};
const wording = { written_by_name: 'Ines Marlow', written_at: '2026-11-01T10:00:00Z' };
const exemplar = {
  ...listed,
  wordings: [{ ...wording, number: 1, words: listed.words, why: listed.why, is_shown: true }],
  has_unpublished_wording: false,
  version: 2,
};
const standards = {
  id: 'v1',
  standards: [
    { id: 's2', number: 2, text: 'The day of the child', criteria: [{ id: 'c24', code: '2.4', text: 'Wishes' }] },
  ],
};
const where = { path: '/exemplars/:exemplarId', at: '/exemplars/e1' };

it('finds examples by words and standard, in the address', async () => {
  const asked = answering({ 'GET /api/v1/exemplars': page([listed]), 'GET /api/v1/standards': standards });
  const { user, address } = show(<ExemplarList />, { permissions: ['exemplars:read'] });
  expect(await screen.findByText(listed.words)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Write an example' })).not.toBeInTheDocument();
  await user.selectOptions(await screen.findByLabelText('Standard'), '2');
  await user.selectOptions(await screen.findByLabelText('Criterion'), '2.4');
  await user.type(screen.getByLabelText('Words'), 'aims{Enter}');
  await waitFor(() => expect(address()).toBe('/?standard_number=2&criterion_code=2.4&q=aims'));
  expect(asked.at(-1)?.query).toMatchObject({ standard_number: '2', criterion_code: '2.4', q: 'aims' });
});

it('shows them beneath a standard when they are asked for', async () => {
  const asked = answering({ 'GET /api/v1/exemplars': page([listed]) });
  const { user } = show(<OfStandard standard={{ number: 2 }} />, { permissions: ['exemplars:read'] });
  expect(asked).toEqual([]);
  await user.click(screen.getByRole('button', { name: /What good looks like for standard 2/ }));
  expect(await screen.findByText(listed.words)).toBeInTheDocument();
  expect(asked[0]?.query).toMatchObject({ standard_number: '2', state: 'published' });
});

it('says at the field what looks like it names a child', async () => {
  const detail = 'This looks like a postcode. An exemplar names nobody.';
  const asked = answering({
    'GET /api/v1/standards': standards,
    'POST /api/v1/exemplars': () =>
      problemAnswer(422, { code: 'invalid', errors: [{ pointer: '/words', code: 'postcode', detail }] }),
  });
  const { user } = show(<ExemplarForm />, { permissions: ['exemplars:manage'] });
  await user.click(await screen.findByRole('button', { name: 'Keep as a draft' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose a standard');
  await user.selectOptions(screen.getByLabelText('Standard'), 's2');
  await user.selectOptions(screen.getByLabelText('Criterion'), 'c24');
  await user.click(screen.getByRole('radio', { name: 'Good' }));
  await user.type(screen.getByLabelText('What was seen'), 'Seen weekly in SW1A 1AA.');
  await user.type(screen.getByLabelText('Why it is this grade'), 'Her wishes changed it.');
  await user.click(screen.getByRole('button', { name: 'Keep as a draft' }));
  await waitFor(() => expect(screen.getByLabelText('What was seen')).toHaveAccessibleDescription(new RegExp(detail)));
  expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
    standard_id: 's2',
    criterion_id: 'c24',
    scale_code: 'ofsted',
    grade: 'good',
    audit_id: null,
  });
});

it('keeps a new wording until it is published', async () => {
  /** @type {object} */
  let now = exemplar;
  const asked = answering({
    'GET /api/v1/exemplars/e1': () => now,
    'PATCH /api/v1/exemplars/e1': () => (now = { ...exemplar, has_unpublished_wording: true, version: 3 }),
    'POST /api/v1/exemplars/e1/publish': () => (now = { ...exemplar, version: 4 }),
  });
  const { user } = show(<ExemplarPage />, { ...where, permissions: ['exemplars:read', 'exemplars:manage'] });
  await user.click(await screen.findByText('Change the words'));
  await user.type(screen.getByLabelText('What was seen'), ' It is dated.');
  await user.click(screen.getByRole('button', { name: 'Keep the new wording' }));
  await user.click(await screen.findByRole('button', { name: 'Publish the new wording' }));
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/publish'))).toBe(true));
  const sent = asked.find(({ method }) => method === 'PATCH');
  expect(sent?.body).toEqual({ words: `${listed.words} It is dated.`, why: listed.why });
  expect(sent?.headers.get('if-match')).toBe('"2"');
});

it('lets readers read, and nothing else', async () => {
  answering({ 'GET /api/v1/exemplars/e1': { ...exemplar, wordings: [] } });
  show(<ExemplarPage />, { ...where, permissions: ['exemplars:read'] });
  expect(await screen.findByRole('heading', { name: /Criterion 2\.4: Good/ })).toBeInTheDocument();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('says so where it may not be read, or is empty', async () => {
  answering({ 'GET /api/v1/exemplars': page([]), 'GET /api/v1/standards': standards });
  const { unmount } = show(<ExemplarList />, { permissions: [] });
  expect(screen.getByText(/Your role does not/)).toBeInTheDocument();
  unmount();
  show(<ExemplarList />, { permissions: ['exemplars:read'] });
  expect(await screen.findByText('No examples yet')).toBeInTheDocument();
});
