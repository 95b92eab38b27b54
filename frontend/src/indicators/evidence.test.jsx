/** Evidence: a figure's counts and conventions, what it was before, and the children for those who may open them. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { evidenceAddress } from './evidence.js';
import { EvidenceLink } from './EvidenceLink.jsx';
import { EvidencePage } from './EvidencePage.jsx';

const units = { items: [{ id: 'c', parent_id: null, kind: 'council', name: 'The council' }], next_cursor: null };
const now = {
  revision: 2,
  definition_version: 1,
  numerator: 4,
  denominator: 5,
  value: 80,
  value_status: 'ok',
  computed_at: '2026-11-20T05:00:00Z',
};
const evidence = {
  indicator: {
    code: 'visits_in_time',
    title: 'Visits in time',
    numerator_text: 'Visits made in time',
    denominator_text: 'Visits due',
    unit: '%',
    decimals: 0,
    known_gaps: '',
    definition_version: 1,
  },
  settings: [{ name: 'within', title: 'A child is seen at least every', number: 10, unit: 'working days' }],
  label: 'Oct 2026',
  period_start: '2026-10-01',
  periods: [
    { period_start: '2026-10-01', label: 'Oct 2026' },
    { period_start: '2026-09-01', label: 'Sep 2026' },
  ],
  figure: now,
  earlier: 1,
  data_as_of: '2026-11-20T04:00:00Z',
  has_children: true,
  sentence: 'North 1, Oct 2026: 4 out of 5 is 80%.',
};
const child = { child_id: 'k', child_ref: 'ABCD', on_date: '2026-10-05', met: true, times: 2 };
const children = {
  sentence: '5 of the 9 that are counted are listed; your role does not reach the rest.',
  children: { items: [child, { ...child, met: false, times: 1 }], next_cursor: 'more' },
};
const path = 'GET /api/v1/indicators/visits_in_time';
const answers = {
  'GET /api/v1/units': units,
  [`${path}/evidence`]: evidence,
  [`${path}/evidence/children`]: children,
  [`${path}/revisions`]: {
    present: now,
    earlier: {
      items: [{ ...now, revision: 1, numerator: 3, value: 60, replaced_at: '2026-11-20T05:00:00Z' }],
      next_cursor: null,
    },
  },
};
const at = { path: '/indicators/:code/evidence', at: '/indicators/visits_in_time/evidence?period_start=2026-10-01' };

it('opens the definition, the conventions, what it was before and the children behind it', async () => {
  answering(answers);
  const { container, user, address } = show(<EvidencePage />, {
    ...at,
    permissions: ['indicators:read', 'cases:read'],
  });
  expect(await screen.findByText('North 1, Oct 2026: 4 out of 5 is 80%.')).toBeInTheDocument();
  expect(screen.getByText('Visits made in time (4)')).toBeInTheDocument();
  expect(screen.getByText('10 working days')).toBeInTheDocument();
  expect(await screen.findByText('60%')).toBeInTheDocument();
  const row = await screen.findByRole('row', { name: /ABCD.*Yes/ });
  expect(within(row).getByRole('link')).toHaveAttribute('href', '/children/k');
  expect(screen.getByText(/your role does not reach the rest/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
  await user.selectOptions(screen.getByLabelText('Which'), 'Those who do not');
  expect(address()).toContain('met=false');
});

it('opens the figure of another period or unit, and keeps the choice in the address', async () => {
  const asked = answering(answers);
  const { user, address } = show(<EvidencePage />, { ...at, permissions: ['indicators:read'] });
  await user.selectOptions(await screen.findByLabelText('Period'), 'Sep 2026');
  expect(address()).toContain('period_start=2026-09-01');
  await user.selectOptions(screen.getByLabelText('By'), 'Quarters');
  expect(address()).toBe('/indicators/visits_in_time/evidence?period_type=quarter');
  await user.selectOptions(screen.getByLabelText('Team or service'), 'c');
  expect(asked.at(-1)?.query).toEqual({ unit_id: 'c', period_type: 'quarter' });
});

it('offers the period that is open, though it has no figure', async () => {
  const none = { ...evidence, period_start: '2026-05-01', label: 'May 2026', figure: null, earlier: 0 };
  answering({ ...answers, [`${path}/evidence`]: none });
  show(<EvidencePage />, { ...at, at: at.at.replace('2026-10', '2026-05'), permissions: ['indicators:read'] });
  expect(await screen.findByLabelText('Period')).toHaveDisplayValue('May 2026');
});

it('tells those who may not open cases so, and those whose figure no child stands behind', async () => {
  answering(answers);
  show(<EvidencePage />, { ...at, permissions: ['indicators:read'] });
  expect(await screen.findByText('Your role does not open the children behind a figure.')).toBeInTheDocument();
  answering({ ...answers, [`${path}/evidence`]: { ...evidence, has_children: false, earlier: 0 } });
  show(<EvidencePage />, { ...at, permissions: ['indicators:read', 'cases:read'] });
  expect(await screen.findByText(/No child stands behind this figure/)).toBeInTheDocument();
});

it('has its states of nobody in reach, of trouble and of no right', async () => {
  answering({ ...answers, [`${path}/evidence/children`]: { ...children, children: { items: [], next_cursor: null } } });
  show(<EvidencePage />, { ...at, permissions: ['indicators:read', 'cases:read'] });
  expect(await screen.findByText('No child to show')).toBeInTheDocument();
  answering({ ...answers, [`${path}/evidence`]: problemAnswer(404) });
  show(<EvidencePage />, { ...at, permissions: ['indicators:read'] });
  expect(await screen.findByText('Nothing is here for you')).toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 1, name: 'How a figure came about' })).toBeInTheDocument();
  const { container } = show(<EvidencePage />, { ...at, permissions: [] });
  expect(container).toHaveTextContent('How a figure came about');
});

it('leads from a figure to its evidence', () => {
  show(<EvidenceLink code="a" periodType="month" periodStart="2026-10-01" label="Oct 2026" />, { permissions: [] });
  expect(screen.getByRole('link', { name: 'Evidence of Oct 2026' })).toHaveAttribute(
    'href',
    evidenceAddress('a', { period_type: 'month', period_start: '2026-10-01' }),
  );
});
