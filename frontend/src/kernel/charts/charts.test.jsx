/** Each chart says in words and in a table what it draws. */
import { render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { figure, outOf } from './figures.js';
import { GradeBars } from './GradeBars.jsx';
import { extentOf, LineChart, runsOf } from './LineChart.jsx';
import { placeOf, TriangleBalance } from './TriangleBalance.jsx';

/** @param {string} label @param {number|null} value */
const point = (label, value) => ({
  label,
  value,
  value_status: value === null ? 'suppressed' : 'ok',
  numerator: value === null ? null : 8,
  denominator: value === null ? null : 10,
  lower: value === null ? null : value - 10,
  upper: value === null ? null : value + 10,
});
const points = [point('May 2026', 80), point('Jun 2026', null), point('Jul 2026', 85), point('Aug 2026', 88)];

describe('LineChart', () => {
  it('is named, described by its sentence, and told again as a table with n', () => {
    render(<LineChart title="Visits in time" sentence="It has risen." unit="%" points={points} target={90} />);
    const drawing = screen.getByRole('img', { name: 'Run chart: Visits in time' });
    expect(drawing).toHaveAccessibleDescription('It has risen.');
    const table = screen.getByRole('table', { hidden: true });
    expect(within(table).getByText('Hidden: too few to show')).toBeInTheDocument();
    expect(within(table).getAllByText('8 of 10')).toHaveLength(3);
    expect(within(table).getByText('70% and 90%')).toBeInTheDocument();
  });

  it('breaks the line where nothing is known', () => {
    expect(runsOf(points).map((run) => run.map(({ i }) => i))).toEqual([[0], [2, 3]]);
  });

  it('never draws a percentage beyond 100 or below 0', () => {
    expect(extentOf([point('a', 98), point('b', 4)], null, '%')).toEqual([0, 100]);
  });

  it('makes room for the target', () => {
    const [low, high] = extentOf([point('a', 50)], 90, '%');
    expect(low).toBeLessThan(40);
    expect(high).toBeGreaterThan(90);
  });
});

describe('TriangleBalance', () => {
  const even = { label: 'Jul to Sep 2026', voice: 4, numbers: 4, practice: 4 };

  it('puts equal evidence in the middle, and all of one kind in its corner', () => {
    expect(placeOf(even)?.map(Math.round)).toEqual([260, 253]);
    expect(placeOf({ ...even, numbers: 0, practice: 0 })).toEqual([260, 40]);
    expect(placeOf({ ...even, voice: 0, numbers: 0, practice: 0 })).toBeNull();
  });

  it('says of how many standards each side speaks, and shows no place for a quarter of which nothing is known', () => {
    const silent = { ...even, voice: 0, numbers: 0, practice: 0 };
    render(<TriangleBalance sentence="Nothing is known." standards={10} quarters={[silent]} />);
    expect(screen.getByRole('img')).toHaveTextContent('Voice: 0 of 10 standards');
    expect(document.querySelector('.qa-now:not(.qa-legend *)')).toBeNull();
  });

  it('lists every quarter in its table', () => {
    render(
      <TriangleBalance
        sentence="In balance."
        standards={10}
        quarters={[{ ...even, label: 'Apr to Jun 2026' }, even]}
      />,
    );
    expect(screen.getAllByRole('rowheader', { hidden: true })).toHaveLength(2);
  });
});

it('GradeBars draws nothing for a team without audits, and keeps it in the table', () => {
  const rows = [
    { label: 'North', counts: [1, 2] },
    { label: 'South', counts: [0, 0] },
  ];
  render(<GradeBars title="Grades" sentence="Few." what="Team" grades={['Good', 'Inadequate']} rows={rows} />);
  expect(document.querySelectorAll('svg[role=img] rect')).toHaveLength(2);
  expect(screen.getByRole('rowheader', { name: 'South', hidden: true })).toBeInTheDocument();
});

it('figures never show a value that is not there', () => {
  expect(figure(12.34, { unit: '%', decimals: 1 })).toBe('12.3%');
  expect(figure(1200, { unit: 'children' })).toBe('1,200');
  expect(figure(null, { unit: '%', status: 'suppressed' })).toBe('Hidden: too few to show');
  expect(figure(null, { unit: '%' })).toBe('No data');
  expect(outOf(3, null)).toBe('–');
});
