/** The first page: my work for those who audit, the triangle for those who may see figures. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, show } from '../kernel/testing/screen.jsx';
import { HomePage } from './HomePage.jsx';
import { countWords } from './MyWork.jsx';

const cell = {
  indicator: 'audits_good_standard_1',
  unit: '%',
  title: 'Judged good or better',
  value: 72,
  n: 18,
  as_of: '2026-09-30',
  status: 'ok',
};
const triangle = {
  as_of: '2026-11-20',
  corners: {
    voice: { n: null, indicators: 0, counted: 'answers' },
    numbers: { n: 90, indicators: 4, counted: 'children' },
    practice: { n: 18, indicators: 1, counted: 'judgements' },
  },
  balance_text: 'The least is known from voice.',
  balance: [{ label: 'Jul to Sep 2026', voice: 2, numbers: 9, practice: 7 }],
  standards: [
    {
      number: 1,
      text: 'The child comes first',
      voice: { value: null, n: null, as_of: null, status: 'no_data' },
      numbers: { value: null, n: null, as_of: null, status: 'suppressed' },
      practice: cell,
      message: 'Nothing is known yet from voice.',
    },
  ],
};
const chart = {
  code: 'audits_good_standard_1',
  title: 'Audit judgements good or better',
  unit: '%',
  decimals: 0,
  polarity: 'high',
  corner: 'practice',
  latest: { label: 'Oct 2026', value: 72, value_status: 'ok', numerator: 13, denominator: 18 },
  values: [60, 64, 72],
  target: 70,
  variation: 'improvement',
  variation_words: 'Improving: high',
  assurance: 'hit_and_miss',
  assurance_words: 'May or may not meet the target',
  cautions: [],
};
const charts = { unit_id: 'u', unit_name: 'The council', period_type: 'month', items: [chart] };
const mine = (/** @type {string} */ id, /** @type {string} */ due, /** @type {object} */ more = {}) => ({
  id,
  reference: `A-${id}`,
  child_ref: '104',
  unit_name: 'North',
  state: 'allocated',
  due_on: due,
  is_overdue: false,
  answered: 3,
  questions_count: 46,
  ...more,
});

it('says for each side of a standard what is known, on how much, and what is not', async () => {
  answering({ 'GET /api/v1/triangle': triangle, 'GET /api/v1/units': { items: [], next_cursor: null } });
  show(<HomePage />, { permissions: ['indicators:read'] });
  const row = await screen.findByRole('row', { name: /The child comes first/ });
  const cells = within(row).getAllByRole('cell');
  expect(cells[0]).toHaveTextContent('Nothing known yet');
  expect(cells[1]).toHaveTextContent('Hidden: too few to show');
  expect(cells[2]).toHaveTextContent('72% good or better (18 judgements)');
  expect(screen.getByRole('img', { name: /Triangle/ })).toHaveAccessibleDescription('The least is known from voice.');
  expect(screen.getByText(/18 judgements, from 1 indicator\./)).toBeInTheDocument();
  expect(screen.queryByRole('heading', { name: 'Your work' })).not.toBeInTheDocument();
});

it('says beside a figure whether it is changing, and leads to its indicator', async () => {
  answering({
    'GET /api/v1/triangle': triangle,
    'GET /api/v1/charts': charts,
    'GET /api/v1/units': { items: [], next_cursor: null },
  });
  const { container } = show(<HomePage />, { permissions: ['indicators:read'] });
  const table = await screen.findByRole('table', { name: /ask for attention/ });
  expect(within(table).getByRole('row', { name: /^Audit judgements/ })).toHaveTextContent(
    /Improving: high.*May or may not meet the target/,
  );
  expect(screen.getByText('1 improvement.', { exact: false })).toBeInTheDocument();
  const row = screen.getByRole('row', { name: /The child comes first/ });
  expect(within(row).getByRole('link', { name: '72% good or better' })).toHaveAttribute(
    'href',
    '/indicators/audits_good_standard_1',
  );
  expect(row).toHaveTextContent('Improving: high');
  expect(await violations(container)).toEqual([]);
});

it('lists my open audits, the most urgent first, and leaves out what is handed in', async () => {
  answering({
    'GET /api/v1/triangle': triangle,
    'GET /api/v1/units': { items: [], next_cursor: null },
    'GET /api/v1/audits': {
      items: [
        mine('2', '2026-12-02'),
        mine('1', '2026-11-01', { is_overdue: true }),
        mine('3', '2026-10-01', { state: 'final' }),
      ],
    },
  });
  show(<HomePage />, { permissions: ['indicators:read', 'audits:complete'] });
  const table = await screen.findByRole('table', { name: '2 audits to do, 1 overdue' });
  expect(
    within(table)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['A-1', 'A-2']);
});

it('shows an administrator where their work is instead of figures', () => {
  const asked = answering({});
  show(<HomePage />, { permissions: ['me:read', 'people:read', 'journal:read'] });
  expect(screen.getByRole('link', { name: 'People and their roles' })).toHaveAttribute('href', '/people');
  expect(asked).toEqual([]);
});

it('counts one as one', () => {
  expect(countWords([{ is_overdue: false }], 'audit to do', 'audits to do')).toBe('1 audit to do');
});
