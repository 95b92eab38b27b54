/** One figure by groups of children, on an indicator's page. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { BreakdownPanel } from './BreakdownPanel.jsx';

const address = 'GET /api/v1/indicators/seen_alone/breakdowns';
const girls = {
  group: 'female',
  label: 'Female',
  numerator: 4,
  denominator: 6,
  value: 66.7,
  value_status: 'ok',
  lower: 30,
  upper: 90.3,
};
const boys = {
  ...girls,
  group: 'male',
  label: 'Male',
  numerator: 2,
  denominator: 40,
  value: 5,
  lower: 1.4,
  upper: 16.5,
};
const nobody = { ...girls, group: 'not_recorded', label: 'Not recorded', numerator: 0, denominator: 0 };
const found = {
  indicator: 'seen_alone',
  unit: '%',
  decimals: 0,
  unit_id: 'u1',
  unit_name: 'North',
  period_type: 'month',
  period_start: '2026-10-01',
  label: 'Oct 2026',
  periods: [
    { period_start: '2026-10-01', label: 'Oct 2026' },
    { period_start: '2026-09-01', label: 'Sep 2026' },
  ],
  figure: { value: 26 },
  sentence: 'North, Oct 2026, by who the children are.',
  dimensions: [
    {
      dimension: 'sex',
      title: 'Sex',
      sentence: 'Two are further from all.',
      groups: [girls, boys, { ...nobody, value: null, value_status: 'no_data', lower: null, upper: null }],
    },
  ],
};
const panel = <BreakdownPanel code="seen_alone" filters={{ unit_id: 'u1', period_type: 'month' }} />;
const staff = { permissions: ['indicators:read', 'cases:read'] };

it('draws each group beside the figure of all, and says the same in its table', async () => {
  const asked = answering({ [address]: found });
  const { container, user, address: at } = show(panel, staff);
  const drawing = await screen.findByRole('img', { name: 'Dots: Sex' });
  expect(drawing).toHaveTextContent('All: 26%');
  expect(drawing).toHaveTextContent('Male5% (2 of 40)');
  expect(drawing.querySelectorAll('.qa-chance')).toHaveLength(2);
  await user.click(screen.getByText(/Show as a table/));
  const row = screen.getByRole('row', { name: /^Male/ });
  expect(row).toHaveTextContent('Male5%2 of 401% to 17%Further from all than chance would have it');
  expect(within(row).getByRole('link', { name: /Children/ })).toHaveAttribute(
    'href',
    '/indicators/seen_alone/evidence?unit_id=u1&period_type=month&period_start=2026-10-01&group=sex.male',
  );
  expect(screen.getByRole('row', { name: /^Not recorded/ })).toHaveTextContent('Not recordedNo data0 of 0–––');
  expect(asked[0]?.query).toEqual({ unit_id: 'u1', period_type: 'month' });
  expect(await violations(container)).toEqual([]);
  await user.selectOptions(screen.getByLabelText('Period of the groups'), 'Sep 2026');
  expect(at()).toContain('broken_down=2026-09-01');
  expect(asked.at(-1)?.query).toEqual({ unit_id: 'u1', period_type: 'month', period_start: '2026-09-01' });
});

it('draws counts from nought, without a line of chance', async () => {
  const count = { ...girls, denominator: null, value: 4, lower: null, upper: null };
  answering({ [address]: { ...found, unit: 'children', dimensions: [{ ...found.dimensions[0], groups: [count] }] } });
  show(panel, { permissions: ['indicators:read'] });
  const drawing = await screen.findByRole('img', { name: 'Dots: Sex' });
  expect(drawing).toHaveTextContent(/^Female4$/);
  expect(screen.queryByText('Chance alone')).not.toBeInTheDocument();
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
});

it('says why there is none, and what went wrong', async () => {
  answering({ [address]: { ...found, periods: [], dimensions: [], sentence: 'No child stands behind this figure.' } });
  show(panel, staff);
  expect(await screen.findByText('No child stands behind this figure.')).toBeInTheDocument();
  answering({ [address]: problemAnswer(500, { code: 'unexpected', detail: 'Something went wrong.' }) });
  show(panel, staff);
  expect(await screen.findByRole('alert')).toBeInTheDocument();
});
