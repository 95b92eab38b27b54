/** The chart and the funnel of an indicator, and the list of what is changing. */
import { render, screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import { FunnelPlot, meaningOf } from '../kernel/charts/FunnelPlot.jsx';
import { Variation } from '../kernel/charts/marks.jsx';
import { edgeLabels, expectedWords, reachOf, stepsOf } from '../kernel/charts/spc.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { ChartPanel } from './ChartPanel.jsx';
import { SignalGroups } from './SignalGroups.jsx';
import { groupsOf, striking } from './signals.js';

/** @param {string} label @param {number|null} value @param {string} [meaning] */
const point = (label, value, meaning = 'common_cause') => ({
  label,
  value,
  value_status: value === null ? 'suppressed' : 'ok',
  numerator: value === null ? null : 8,
  denominator: value === null ? null : 10,
  lower: null,
  upper: null,
  centre: 70,
  lower_limit: 60,
  upper_limit: 82,
  target: 90,
  signal: 'common_cause',
  signal_words: meaning === 'concern' ? 'Below the lower limit' : 'As expected',
  meaning,
  period_start: '2026-01-01',
  period_end: '2026-01-31',
});
const chart = {
  code: 'visits',
  title: 'Visits in time',
  unit: '%',
  decimals: 0,
  period_type: 'month',
  kind_words: 'XmR chart',
  reason: 'Each point rests on a similar number.',
  points: [point('Jan 2026', 72), point('Feb 2026', null), point('Mar 2026', 55, 'concern')],
  variation: 'concern',
  variation_words: 'Concern: low',
  assurance: 'consistent_fail',
  assurance_words: 'Will consistently miss the target',
  cautions: ['Hidden figures are left out.'],
  between: null,
  annotations: [{ id: 'n', words: 'New team', is_rebase: true, label: 'Mar 2026', happened_on: '2026-03-02' }],
  sentence: 'That is a concern beyond chance.',
};
const item = {
  ...chart,
  polarity: 'high',
  corner: 'numbers',
  latest: chart.points[2],
  values: [72, null, 55],
  target: 90,
};
const filters = { unit_id: '', period_type: 'month' };

it('tells a chart in words, by shape, and as a table with n and notes', async () => {
  answering({ 'GET /api/v1/indicators/visits/chart': chart });
  const { container } = show(<ChartPanel code="visits" filters={filters} />);
  const drawing = await screen.findByRole('img', { name: 'XmR chart: Visits in time, by month' });
  expect(drawing).toHaveAccessibleDescription('That is a concern beyond chance.');
  expect(screen.getByText('Concern: low')).toBeInTheDocument();
  expect(screen.getByText('Will consistently miss the target')).toBeInTheDocument();
  expect(drawing.querySelectorAll('path.qa-mark--concern')).toHaveLength(1);
  const row = screen.getByRole('row', { name: /Mar 2026/, hidden: true });
  expect(row).toHaveTextContent('8 of 10');
  expect(row).toHaveTextContent('Below the lower limit; New team');
  expect(within(row).getByRole('link', { name: 'Evidence of Mar 2026', hidden: true })).toHaveAttribute(
    'href',
    '/indicators/visits/evidence?period_type=month&period_start=2026-01-01',
  );
  expect(within(screen.getByRole('table', { hidden: true })).getByText('Hidden: too few to show')).toBeInTheDocument();
  const { violations } = await axe.run(container, {
    rules: { region: { enabled: false }, 'heading-order': { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('draws what lies between rare events, an event a point, above the periods', async () => {
  const gap = { value: 40, centre: 48, lower_limit: null, upper_limit: 130, signal: 'common_cause' };
  const between = {
    unit: 'days',
    of: 'Referrals received in the period',
    points: [
      { ...gap, label: '3 Sep 2026', signal_words: 'As expected', meaning: 'common_cause' },
      { ...gap, label: 'Since then', value: 150, signal_words: 'Above the upper limit', meaning: 'improvement' },
    ],
  };
  const rare = { ...chart, kind_words: 't chart', between, sentence: 'The last one was on 3 September 2026.' };
  answering({ 'GET /api/v1/indicators/visits/chart': rare });
  const { container } = show(<ChartPanel code="visits" filters={filters} />);
  const drawing = await screen.findByRole('img', { name: 'T chart: Visits in time: days from one to the next' });
  expect(drawing).toHaveAccessibleDescription(
    'The last one was on 3 September 2026. Counted are: Referrals received in the period.',
  );
  expect(screen.getByRole('row', { name: /Since then/, hidden: true })).toHaveTextContent('150–0 and 130');
  expect(screen.getByRole('img', { name: 'Line chart: Visits in time, by month' })).toBeInTheDocument();
  const { violations } = await axe.run(container, {
    rules: { region: { enabled: false }, 'heading-order': { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('draws limits in steps, broken where there are none, and never beyond 100%', () => {
  expect(
    stepsOf(
      [1, null, 2],
      (i) => i * 10,
      (v) => v,
    ),
  ).toBe('M-5,1L5,1M15,2L25,2');
  expect(reachOf([{ ...point('a', 98), upper_limit: 112 }], '%')[1]).toBe(100);
});

it('tells a limit that nobody can reach as being beyond what there can be', () => {
  const show = (/** @type {number} */ value) => `${value}%`;
  const wide = { ...point('a', 98), upper_limit: 173, lower_limit: -44 };
  expect(edgeLabels([wide], '%', show).map(({ text }) => text)).toEqual([
    'Upper limit above 100%',
    'Target 90%',
    'Average 70%',
    'Lower limit below 0%',
  ]);
  expect(expectedWords(wide, '%', show)).toBe('0% and 100%');
});

it('labels the newest limits where the last period is still running, and a middle without limits as the median', () => {
  const show = (/** @type {number} */ value) => `${value}%`;
  const running = {
    ...point('b', 40),
    value_status: 'provisional',
    centre: null,
    lower_limit: null,
    upper_limit: null,
  };
  expect(edgeLabels([point('a', 98), running], '%', show)).toHaveLength(4);
  const run = { ...point('a', 98), lower_limit: null, upper_limit: null };
  expect(edgeLabels([run], '%', show).map(({ text }) => text)).toEqual(['Target 90%', 'Median 70%']);
});

it('draws what is still running open, and says so', async () => {
  const running = { ...point('Apr 2026', 40), value_status: 'provisional' };
  answering({ 'GET /api/v1/indicators/visits/chart': { ...chart, points: [...chart.points, running] } });
  show(<ChartPanel code="visits" filters={filters} />);
  const drawing = await screen.findByRole('img', { name: /^XmR chart/ });
  expect(drawing.querySelectorAll('.qa-mark--running')).toHaveLength(1);
  expect(screen.getByRole('row', { name: /Apr 2026/, hidden: true })).toHaveTextContent('Still running');
});

it('says what can be done where nothing is shown, and what went wrong', async () => {
  answering({
    'GET /api/v1/indicators/visits/chart': { ...chart, points: [], sentence: 'North: nothing is known yet.' },
  });
  show(<ChartPanel code="visits" filters={filters} />);
  expect(await screen.findByText('North: nothing is known yet.')).toBeInTheDocument();
});

const all = { ...filters, corner: '', show: '' };

it('lists every indicator with its two answers, and narrows', async () => {
  answering({
    'GET /api/v1/charts': {
      unit_name: 'Council',
      items: [
        item,
        { ...item, code: 'n', title: 'New', latest: null, variation: null },
        {
          ...item,
          code: 'b',
          title: 'Steady',
          variation: 'common_cause',
          variation_words: 'No significant change',
          assurance: null,
          assurance_words: 'No target',
        },
      ],
    },
  });
  const { unmount } = show(<SignalGroups filters={all} />);
  const row = await screen.findByRole('row', { name: /Visits in time/ });
  expect(row).toHaveTextContent('55%8 of 10, Mar 2026');
  expect(row).toHaveTextContent('Concern: low');
  expect(within(screen.getByRole('region', { name: 'Nothing known yet' })).getByText('New')).toBeInTheDocument();
  unmount();
  const concerns = show(<SignalGroups filters={{ ...all, show: 'concern' }} />);
  expect(await screen.findByText('Visits in time')).toBeInTheDocument();
  expect(screen.queryByText('Steady')).not.toBeInTheDocument();
  concerns.unmount();
  show(<SignalGroups filters={{ ...all, corner: 'voice' }} />);
  expect(await screen.findByText('No indicator is like that')).toBeInTheDocument();
});

it('puts concerns first, then what will miss its target, and counts each group', () => {
  /** @param {string} code @param {string|null} variation @param {string|null} [assurance] @param {string} [words] */
  const summary = (code, variation, assurance = null, words = 'Too few points to say') =>
    /** @type {import('./api.js').ChartSummary} */ (
      /** @type {unknown} */ ({ code, variation, variation_words: words, assurance, latest: {} })
    );
  const items = [
    summary('steady', 'common_cause', 'hit_and_miss'),
    summary('better', 'improvement'),
    summary('failing', 'common_cause', 'consistent_fail'),
    summary('worse', 'concern', 'consistent_fail'),
    summary('unknown', null),
    summary('moved', 'neutral_high'),
    summary('run', null, null, 'Changing: more than chance explains'),
  ];
  expect(groupsOf(items).map(({ count }) => count)).toEqual([
    '1 concern',
    '1 will miss its target',
    '1 improvement',
    '2 other changes',
    '1 without change',
    '1 with too few points to say',
  ]);
  expect(striking(items).map(({ code }) => code)).toEqual(['worse', 'failing', 'better']);
});

it('names every unit of a funnel where they are few, and only those who stand out where they are many', () => {
  const unit = (/** @type {number} */ i) => ({
    unit_id: `u${i}`,
    name: `Team ${i}`,
    numerator: 8,
    denominator: 10 + i,
    value: 80,
    value_status: 'ok',
    place: i ? 'within' : 'below_95',
    place_words: '',
  });
  const lines = [{ size: 30, lower_95: 60, upper_95: 90, lower_998: 50, upper_998: 95 }];
  const plot = (/** @type {number} */ n) =>
    render(
      <FunnelPlot
        title="T"
        sentence="S"
        polarity="high"
        standard={80}
        units={[...Array(n).keys()].map(unit)}
        lines={lines}
      />,
    );
  const few = plot(3);
  expect(within(few.getByRole('img')).getByText('Team 2', { selector: 'text' })).toBeInTheDocument();
  few.unmount();
  const many = plot(8);
  expect(within(many.getByRole('img')).getByText('Team 0', { selector: 'text' })).toBeInTheDocument();
  expect(within(many.getByRole('img')).queryByText('Team 2', { selector: 'text' })).not.toBeInTheDocument();
});

it('tells an error', async () => {
  answering({ 'GET /api/v1/charts': () => problemAnswer(500, { title: 'Broken' }) });
  show(<SignalGroups filters={all} />);
  expect(await screen.findByRole('alert', {}, { timeout: 3000 })).toBeInTheDocument();
});

it('tells which way a change goes, where it has a way', () => {
  const shown = (/** @type {string|null} */ variation, /** @type {string} */ words) =>
    render(<Variation variation={variation} words={words} />).container.textContent;
  expect(shown('improvement', 'Improving: further apart')).toBe('▲Improving: further apart');
  expect(shown('concern', 'Concern: closer together')).toBe('▼Concern: closer together');
  expect(shown(null, 'Changing: more than chance explains')).toBe('↕Changing: more than chance explains');
  expect(shown(null, 'Too few points to say')).toBe('–Too few points to say');
});

it('names in a funnel who stands out, in the order of names', () => {
  const unit = { unit_id: 'a', name: 'North 1', numerator: 8, denominator: 40, value: 20, value_status: 'ok' };
  const at = { lower_95: 30, upper_95: 90, lower_998: 20, upper_998: 100 };
  render(
    <FunnelPlot
      title="Visits"
      sentence="North 1 differs."
      polarity="high"
      standard={60}
      lines={[
        { size: 10, ...at },
        { size: 44, ...at },
      ]}
      units={[
        { ...unit, place: 'below_998', place_words: 'Lower' },
        {
          ...unit,
          unit_id: 'b',
          name: 'South',
          value: null,
          value_status: 'suppressed',
          numerator: null,
          denominator: null,
          place: 'within',
          place_words: 'Not compared',
        },
      ]}
    />,
  );
  expect(screen.getByRole('img', { name: 'Funnel plot: Visits' })).toHaveTextContent('North 1');
  expect(screen.getByRole('rowheader', { name: 'South', hidden: true })).toBeInTheDocument();
  expect(meaningOf('above_95', 'low')).toBe('concern');
  expect(meaningOf('above_95', 'neutral')).toBe('neutral_high');
});
