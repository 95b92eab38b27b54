/** Published figures: loaded with what was wrong line by line, and shown beside an indicator. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { problemAnswer, answering, show } from '../kernel/testing/screen.jsx';
import { ComparatorLoads } from './ComparatorLoads.jsx';
import { ComparatorPanel } from './ComparatorPanel.jsx';

const load = {
  id: 'l1',
  at: '2026-11-23T10:42:00Z',
  by_name: 'Priya Summerhay',
  source_file: 'd3.csv',
  published_name: 'D3 Second or subsequent child protection plans',
  rows: 2132,
  created: 2132,
  changed: 0,
};
const page = { items: [load], next_cursor: null, total: null };
const year = {
  period_label: 'Year to March 2025',
  period_end: '2025-03-31',
  numerator: 78,
  denominator: 311,
  value: 25.1,
  value_status: 'ok',
  of_neighbours: null,
};
const comparison = {
  indicator: 'cp_plans_repeat',
  la_code: '870',
  published_name: 'D3',
  source_file: 'd3.csv',
  areas: [
    { area_kind: 'england', area_code: 'E92000001', area_name: 'England', position: null, years: [year] },
    { area_kind: 'local_authority', area_code: '870', area_name: 'Reading', position: null, years: [year] },
    {
      area_kind: 'statistical_neighbour',
      area_code: '826',
      area_name: 'Milton Keynes',
      position: 1,
      years: [{ ...year, value: null, value_status: 'suppressed' }],
    },
  ],
  mean_of_neighbours: [{ ...year, value: 24, of_neighbours: 9 }],
};
const indicator = /** @type {any} */ ({ code: 'cp_plans_repeat', unit: '%' });

it('lists what was loaded, and loads a file', async () => {
  const asked = vi.fn();
  answering({
    'GET /api/v1/comparators/loads': page,
    'POST /api/v1/comparators/loads': (/** @type {any} */ one) => {
      asked(one.query);
      return load;
    },
  });
  const { user, container } = show(<ComparatorLoads />, { permissions: ['comparators:load'] });
  expect(await screen.findByText('D3 Second or subsequent child protection plans')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Load it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose a CSV file, or several.');
  await user.upload(screen.getByLabelText('Files'), new File(['1'], 'd3.csv', { type: 'text/csv' }));
  await user.click(screen.getByRole('button', { name: 'Load it' }));
  expect(await screen.findByText(/2,132 new and 0 changed/)).toBeInTheDocument();
  expect(asked).toHaveBeenCalledWith({ name: 'd3.csv' });
  expect(await violations(container)).toEqual([]);
});

it('says line by line why a file is refused, and nothing to those who may not load', async () => {
  const errors = [
    { pointer: '/2/CPP_start', code: 'not_a_number', detail: 'Line 2, column CPP_start: this is no number.' },
    { pointer: '/3/CPP_start', code: 'not_a_number', detail: 'Line 3, column CPP_start: this is no number.' },
  ];
  answering({
    'GET /api/v1/comparators/loads': { ...page, items: [] },
    'POST /api/v1/comparators/loads': () => problemAnswer(422, { detail: 'Nothing of this file was loaded.', errors }),
  });
  const { user, unmount } = show(<ComparatorLoads />, { permissions: ['comparators:load'] });
  expect(await screen.findByText('No file was loaded yet')).toBeInTheDocument();
  await user.upload(screen.getByLabelText('Files'), new File(['1'], 'd3.csv', { type: 'text/csv' }));
  await user.click(screen.getByRole('button', { name: 'Load it' }));
  expect((await screen.findAllByText('Line 3, column CPP_start: this is no number.')).length).toBeGreaterThan(0);
  unmount();
  show(<ComparatorLoads />, { permissions: [] });
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});

it('loads several files one after the other, and one that is refused holds up no other', async () => {
  const errors = [{ pointer: '/1', code: 'unknown_file', detail: 'Line 1: these are not the columns of any.' }];
  /** @type {string[]} */
  const asked = [];
  answering({
    'GET /api/v1/comparators/loads': page,
    'POST /api/v1/comparators/loads': (/** @type {any} */ one) => {
      asked.push(one.query.name);
      if (one.query.name === 'wrong.csv') return problemAnswer(422, { detail: 'Nothing was loaded.', errors });
      return { ...load, source_file: one.query.name };
    },
  });
  const { user, container } = show(<ComparatorLoads />, { permissions: ['comparators:load'] });
  await user.upload(
    await screen.findByLabelText('Files'),
    ['c1.csv', 'wrong.csv', 'd6.csv'].map((name) => new File(['1'], name, { type: 'text/csv' })),
  );
  await user.click(screen.getByRole('button', { name: 'Load 3 files' }));
  expect(await screen.findByText(/2 of 3 files loaded, 1 refused: mend it and load it again/)).toBeInTheDocument();
  expect(asked).toEqual(['c1.csv', 'wrong.csv', 'd6.csv']);
  expect(screen.getByText(/d6.csv is D3 Second/)).toBeInTheDocument();
  expect(screen.getByText('Line 1: these are not the columns of any.')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('stands published figures beside an indicator, a symbol in words', async () => {
  answering({ 'GET /api/v1/comparators/cp_plans_repeat': comparison });
  const { container } = show(<ComparatorPanel indicator={indicator} />, { permissions: ['indicators:read'] });
  expect(await screen.findByText('Reading (this council, as published)')).toBeInTheDocument();
  expect(screen.getByText('Statistical neighbours, mean')).toBeInTheDocument();
  expect(screen.getByText('1. Milton Keynes')).toBeInTheDocument();
  expect(screen.getByText('24.0%')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});
