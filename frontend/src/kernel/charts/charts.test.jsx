/** Each chart says in words and in a table what it draws. */
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { figure, outOf } from './figures.js';
import { GradeBars } from './GradeBars.jsx';
import { placeOf, TriangleBalance } from './TriangleBalance.jsx';

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
