/** What members see that says the same of everybody in a group, as staff look through it. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { WholeGroups } from './WholeGroups.jsx';

const address = 'GET /api/v1/whole-groups';
const group = {
  id: 'v1',
  indicator: 'seen_alone',
  title: 'Children seen alone',
  unit_id: 'u1',
  unit_name: 'North',
  period_type: 'month',
  period_start: '2026-09-01',
  numerator: 8,
  denominator: 8,
};
const other = { ...group, id: 'v2', unit_name: 'South', period_type: 'quarter', period_start: '2026-07-01' };
const found = { items: [group, { ...other, numerator: 0, denominator: 12 }], next_cursor: null, total: null };

it('says of how many the same is told, and where', async () => {
  const asked = answering({ [address]: found });
  const { container } = show(<WholeGroups />, { at: '/?period_type=month', permissions: ['indicators:define'] });
  expect(await screen.findByRole('row', { name: /North/ })).toHaveTextContent('Sep 2026100%: all of 8');
  expect(screen.getByRole('row', { name: /South/ })).toHaveTextContent('0%: none of 12');
  expect(screen.getAllByRole('link', { name: 'Children seen alone' })[0]).toHaveAttribute(
    'href',
    '/indicators/seen_alone?unit_id=u1&period_type=month',
  );
  expect(asked[0]?.query).toEqual({ period_type: 'month' });
  expect(await violations(container)).toEqual([]);
});

it('says so where there is none', async () => {
  answering({ [address]: { ...found, items: [] } });
  show(<WholeGroups />, { permissions: ['indicators:define'] });
  expect(await screen.findByText('No such figure')).toBeInTheDocument();
});

it('is for those alone who answer for the figures', async () => {
  const asked = answering({});
  show(<WholeGroups />, { permissions: ['indicators:read'] });
  expect(await screen.findByText('Your role does not open this page')).toBeInTheDocument();
  expect(asked).toEqual([]);
});

it('says so where it cannot be read', async () => {
  answering({ [address]: problemAnswer(500, { code: 'unexpected', detail: 'Something went wrong.' }) });
  show(<WholeGroups />, { permissions: ['indicators:define'] });
  expect(await screen.findByRole('alert')).toBeInTheDocument();
});
