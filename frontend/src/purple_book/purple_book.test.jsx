/** The Purple Book: figures, RAG as word and shape, signals and others side by side; and arranging it. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { BookContents } from './BookContents.jsx';
import { PurpleBook } from './PurpleBook.jsx';

const periods = [
  { start: '2026-09-01', end: '2026-09-30', label: 'Sep 2026' },
  { start: '2026-10-01', end: '2026-10-31', label: 'Oct 2026' },
];
const cell = { numerator: 80, denominator: 100, value: 80, value_status: 'ok', target: 80, rag: 'green' };
const line = {
  indicator: 'seen_alone',
  title: 'Children seen alone',
  unit: '%',
  decimals: 0,
  polarity: 'high',
  standard_number: 2,
  target: 80,
  tolerance: 5,
  cells: [cell, { ...cell, numerator: null, denominator: null, value: null, value_status: 'suppressed', rag: null }],
  latest: 0,
  rag: 'red',
  variation: 'concern',
  assurance: 'hit_and_miss',
  words: 'Concern: low.',
  england: {
    area_name: 'England',
    period_label: 'Year to March 2025',
    value: 75,
    value_status: 'ok',
    of_neighbours: null,
  },
  region: null,
  neighbours: null,
  exceptions: [{ id: 'e1', reference: 'EXC-000001', state: 'raised', reason: 'It fell.' }],
};
const book = {
  unit_id: 'u1',
  unit_name: 'Thamesmere',
  period_type: 'month',
  periods,
  sections: [{ title: 'Child protection', lines: [line] }],
  version: 2,
};
const contents = { groups: [{ title: 'Child protection', indicators: ['seen_alone', 'visits'] }], version: 2 };
const answers = {
  'GET /api/v1/purple-book': book,
  'GET /api/v1/purple-book/contents': contents,
  'GET /api/v1/units': { items: [], next_cursor: null, total: null },
  'GET /api/v1/indicators': {
    items: ['seen_alone', 'visits', 'plans'].map((code) => ({ code, title: `The ${code}` })),
    next_cursor: null,
  },
};

it('stands figures, RAG, signals, others and exceptions side by side', async () => {
  answering(answers);
  const { container } = show(<PurpleBook />, { permissions: ['indicators:read'] });
  expect(await screen.findByRole('link', { name: 'Children seen alone' })).toHaveAttribute(
    'href',
    '/indicators/seen_alone?unit_id=u1&period_type=month',
  );
  expect(screen.getByRole('link', { name: 'Evidence of Children seen alone, Sep 2026' })).toHaveAttribute(
    'href',
    '/indicators/seen_alone/evidence?unit_id=u1&period_type=month&period_start=2026-09-01',
  );
  expect(screen.getByText('Red')).toBeInTheDocument();
  expect(screen.getByText('Hidden')).toBeInTheDocument();
  expect(screen.getByText(/Concern: low/)).toBeInTheDocument();
  expect(screen.getByRole('cell', { name: '75.0% England year to March 2025' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'EXC-000001' })).toHaveAttribute('href', '/exceptions/e1');
  expect(screen.queryByRole('link', { name: 'Arrange it' })).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('says that it is empty, that it could not be read, and nothing to those who may not', async () => {
  answering({ ...answers, 'GET /api/v1/purple-book': { ...book, sections: [] } });
  const { unmount } = show(<PurpleBook />, { permissions: ['indicators:read', 'purple_book:manage'] });
  expect(await screen.findByRole('link', { name: 'Choose its indicators' })).toBeInTheDocument();
  unmount();
  answering({ ...answers, 'GET /api/v1/purple-book': () => problemAnswer(503, { detail: 'Busy just now.' }) });
  const failed = show(<PurpleBook />, { permissions: ['indicators:read'] });
  expect(await screen.findByText('Busy just now.')).toBeInTheDocument();
  failed.unmount();
  show(<PurpleBook />, { permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});

it('is arranged: moved, taken out, added, saved at the version that was read', async () => {
  const asked = answering({ ...answers, 'PUT /api/v1/purple-book/contents': { ...contents, version: 3 } });
  const { user, container } = show(<BookContents />, { permissions: ['purple_book:manage', 'indicators:read'] });
  await user.click(await screen.findByRole('button', { name: /Move up.*The visits/ }));
  await user.selectOptions(screen.getByLabelText('Add an indicator to group 1'), 'plans');
  await user.click(screen.getByRole('button', { name: /Take out.*The seen_alone/ }));
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save the book' }));
  await waitFor(() => expect(asked.some(({ method }) => method === 'PUT')).toBe(true));
  const sent = asked.find(({ method }) => method === 'PUT');
  expect(sent?.body).toEqual({ groups: [{ title: 'Child protection', indicators: ['visits', 'plans'] }] });
  expect(sent?.headers.get('if-match')).toBe('"2"');
});
