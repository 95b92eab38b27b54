/** The catalogue and one indicator's page. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { IndicatorList } from './IndicatorList.jsx';
import { IndicatorPage } from './IndicatorPage.jsx';
import { runsByIndicator } from './latest.js';

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
/** @param {string} start @param {number|null} value @returns {import('./api.js').IndicatorValue} */
const value = (start, value) => ({
  definition_version: 1,
  unit_type: 'council',
  unit_name: 'The council',
  lower: null,
  upper: null,
  data_as_of: '2026-11-20T05:00:00Z',
  updated_at: '2026-11-20T05:00:00Z',
  revision: 1,
  value_id: start,
  indicator: 'visits_in_time',
  period_type: 'quarter',
  period_start: start,
  period_end: start,
  unit_id: 'c',
  numerator: value === null ? null : 40,
  denominator: value === null ? null : 50,
  value,
  value_status: value === null ? 'suppressed' : 'ok',
  target: 90,
});
const units = { items: [{ id: 'c', parent_id: null, kind: 'council', name: 'The council' }], next_cursor: null };
/** @param {unknown[]} items */
const page = (items, next_cursor = /** @type {string|null} */ (null)) => ({ items, next_cursor, total: null });

it('shows the latest figure with its n, reading the feed to its end', async () => {
  answering({
    'GET /api/v1/units': units,
    'GET /api/v1/indicators': page([indicator, { ...indicator, code: 'other', title: 'Other', corner: 'voice' }]),
    'GET /api/v1/indicator-values': (/** @type {{ query: Record<string, string> }} */ { query }) =>
      query.cursor ? page([value('2026-07-01', 80)]) : page([value('2026-04-01', 70)], 'more'),
  });
  const { user, address } = show(<IndicatorList />, { permissions: ['indicators:read'] });
  const row = await screen.findByRole('row', { name: /Visits in time/ });
  expect(await within(row).findByText('40 of 50')).toBeInTheDocument();
  expect(row).toHaveTextContent('80%');
  expect(screen.getByRole('row', { name: /Other/ })).toHaveTextContent('Nothing known yet');
  await user.selectOptions(screen.getByLabelText('Side of the triangle'), 'Voice');
  expect(address()).toBe('/?corner=voice');
  expect(screen.queryByRole('row', { name: /Visits in time/ })).not.toBeInTheDocument();
});

it('never shows a hidden figure as nought', () => {
  const run = runsByIndicator([value('2026-07-01', null), value('2026-04-01', 70)]);
  expect(run.get('visits_in_time')).toMatchObject({ values: [70, null], latest: { value_status: 'suppressed' } });
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
