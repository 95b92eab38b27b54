/** The catalogue and one indicator's page. */
import { screen } from '@testing-library/react';
import { lazy } from 'react';
import { expect, it } from 'vitest';
import { PanelsProvider } from '../kernel/panels.jsx';
import { violations } from '../kernel/testing/axe.js';
import { answering, show } from '../kernel/testing/screen.jsx';
import { IndicatorList } from './IndicatorList.jsx';
import { IndicatorPage } from './IndicatorPage.jsx';

const indicator = {
  code: 'visits_in_time',
  title: 'Visits in time',
  description: 'How often visits are made when they are due.',
  numerator_text: 'Visits made in time',
  denominator_text: 'Visits due',
  unit: '%',
  polarity: 'high',
  corner: 'numbers',
  standard_number: 7,
  target: 90,
  source: 'The case system',
  known_gaps: null,
  decimals: 0,
  definition_version: 1,
};
const units = { items: [{ id: 'c', parent_id: null, kind: 'council', name: 'The council' }], next_cursor: null };
it('narrows the list through the address, and hands on what is asked', async () => {
  answering({ 'GET /api/v1/units': units });
  const Signals = (/** @type {{ filters: Record<string, string> }} */ { filters }) => <p>{JSON.stringify(filters)}</p>;
  const panel = {
    on: 'indicators',
    key: 'signals',
    title: 'Signals',
    Component: lazy(async () => ({ default: Signals })),
  };
  const list = (
    <PanelsProvider panels={[panel]}>
      <IndicatorList />
    </PanelsProvider>
  );
  const { user, address, container } = show(list, { permissions: ['indicators:read'] });
  await user.selectOptions(screen.getByLabelText('Side of the triangle'), 'Voice');
  await user.selectOptions(screen.getByLabelText('Show'), 'Concerns');
  expect(address()).toBe('/?corner=voice&show=concern');
  expect(await screen.findByText(/"period_type":"month","corner":"voice","show":"concern"/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe('/');
});

it('lists nothing to those who may not see it', () => {
  show(<IndicatorList />, { permissions: [] });
  expect(screen.queryByLabelText('Show')).not.toBeInTheDocument();
});

it('keeps team and period in the address, and shows what is counted', async () => {
  answering({ 'GET /api/v1/units': units, 'GET /api/v1/indicators/visits_in_time': indicator });
  const { user, address } = show(<IndicatorPage />, { path: '/indicators/:code', at: '/indicators/visits_in_time' });
  expect(await screen.findByText('Visits made in time')).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('By'), 'Quarters');
  expect(address()).toBe('/indicators/visits_in_time?period_type=quarter');
  expect(screen.getByRole('link', { name: /Download/ })).toHaveAttribute(
    'href',
    '/api/v1/indicator-values.csv?indicator=visits_in_time&period_type=quarter',
  );
});
