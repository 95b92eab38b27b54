/** Audit tools: listed, read, made from published standards, published once. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { ToolForm } from './ToolForm.jsx';
import { ToolList } from './ToolList.jsx';
import { ToolPage } from './ToolPage.jsx';
import { gradeWords, kindWords, levelWords } from './words.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const question = {
  criterion_id: 'c',
  label: '1.1',
  guidance: 'Look for the plan.',
  is_mandatory: true,
  kind: 'quality',
  by_grade: [],
};
const tool = {
  id: 't1',
  title: 'Case audit',
  kind: 'managers',
  number: 2,
  state: 'draft',
  standards_version_id: 'v1',
  published_at: null,
  scale: {
    code: 'ofsted',
    title: 'Ofsted',
    levels: [
      { code: 'good', label: 'Good', position: 1, is_good_or_better: true },
      { code: 'inadequate', label: 'Inadequate', position: 2, is_good_or_better: false },
    ],
  },
  sections: [
    {
      id: 's1',
      standard_id: 'st1',
      number: 1,
      title: 'Words of the standard',
      questions: [
        { ...question, id: 'q1', code: '1.1', text: 'The first question' },
        { ...question, id: 'q2', code: '1.2', text: 'The second question' },
      ],
    },
  ],
};

it('offers to make a tool only to those who may', async () => {
  answering({ 'GET /api/v1/tools': page([]) });
  show(<ToolList />, { permissions: ['tools:read'] });
  expect(await screen.findByText('No audit tool yet')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Make a tool' })).not.toBeInTheDocument();
});

it('says once what to look for, and publishes after asking', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'POST /api/v1/tools/t1/publish': { ...tool, state: 'published' },
  });
  const { user } = show(<ToolPage />, {
    path: '/tools/:toolId',
    at: '/tools/t1',
    permissions: ['tools:read', 'tools:draft'],
  });
  expect(await screen.findAllByText('Look for the plan.')).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Publish…' }));
  expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/publish'))).toBe(true));
});

it('is made from a published version of the standards alone', async () => {
  const version = { set: { code: 'practice', title: 'Practice standards' }, effective_from: null };
  const asked = answering({
    'GET /api/v1/standards/versions': page([
      { ...version, id: 'v2', number: 2, state: 'draft' },
      { ...version, id: 'v1', number: 1, state: 'published' },
    ]),
    'POST /api/v1/tools': tool,
  });
  const { user, address } = show(<ToolForm />, { path: '/tools/new', at: '/tools/new', permissions: ['tools:draft'] });
  await user.click(await screen.findByRole('button', { name: 'Make a draft' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give the tool a title');
  expect(screen.queryByRole('option', { name: /version 2/ })).not.toBeInTheDocument();
  await user.type(screen.getByLabelText('Title'), 'Dip sample of plans');
  await user.selectOptions(screen.getByLabelText('Kind of audit'), 'dip_sample');
  await user.click(screen.getByRole('button', { name: 'Make a draft' }));
  await waitFor(() => expect(address()).toBe('/tools/t1'));
  expect(asked.at(-1)?.body).toEqual({ title: 'Dip sample of plans', kind: 'dip_sample', standards_version_id: 'v1' });
});

it('has a word for every grade, also of a scale that it does not know', () => {
  expect(gradeWords('requires_improvement')).toBe('Requires improvement');
  expect(gradeWords('partly_met')).toBe('Partly met');
  expect(levelWords([], null)).toBe('No grade');
  expect(kindWords('something_new')).toBe('Something new');
});
