/** A worker's figures on their supervision sheet: counts of their cases, and the children to talk about. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { WorkerFigures } from './WorkerFigures.jsx';

const children = [
  { child_id: 'k', child_ref: 'ABCD', times: 1 },
  { child_id: 'l', child_ref: 'EFGH', times: 3 },
];
const figures = {
  worker_id: 'w 1',
  from_on: '2025-11-16',
  to_on: '2026-11-16',
  stock_on: '2026-11-16',
  purpose: 'For supervision.',
  items: [
    {
      indicator: 'visits',
      title: 'Visits in time',
      polarity: 'high',
      is_stock: true,
      met: 4,
      counted: 4,
      children: [],
    },
    { indicator: 'alone', title: 'Seen alone', polarity: 'high', is_stock: false, met: 6, counted: 10, children },
  ],
};
const address = 'GET /api/v1/worker-figures/w%201';
const panel = <WorkerFigures workerId="w 1" period={{ from_on: '', to_on: '' }} />;

it('counts what came out as it should, names the children of whom it did not, and tells no percentage', async () => {
  answering({ [address]: figures });
  const { container } = show(panel);
  const row = await screen.findByRole('row', { name: /Seen alone/ });
  expect(row).toHaveTextContent('6 of 10');
  expect(row).toHaveTextContent('ABCD, EFGH (3 times)');
  expect(within(row).getByRole('link', { name: 'EFGH' })).toHaveAttribute('href', '/children/l');
  expect(screen.getByRole('row', { name: /Visits in time, on 16 November 2026/ })).toHaveTextContent('Nobody');
  expect(container).not.toHaveTextContent('%');
  expect(await violations(container)).toEqual([]);
});

it('says so where nothing is counted', async () => {
  answering({ [address]: { ...figures, items: [] } });
  show(panel);
  expect(await screen.findByText(/No indicator counts anything/)).toBeInTheDocument();
});

it('says so where it may not be read', async () => {
  answering({ [address]: problemAnswer(403, { code: 'forbidden', detail: 'Your role does not cover this.' }) });
  show(panel);
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
});
