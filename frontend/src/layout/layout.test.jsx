/** The frame: what is offered depends on the role, and anything can be reached from the keyboard. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { JumpTo } from './JumpTo.jsx';
import { Navigation } from './Navigation.jsx';
import { Printed } from './Printed.jsx';

const nav = [
  { to: '/', text: 'Home', permission: 'me:read' },
  { to: '/audits', text: 'Audits', permission: 'audits:read' },
  { to: '/journal', text: 'Journal', permission: 'journal:read' },
];

it('offers only what the role opens, and marks where one is', () => {
  show(<Navigation nav={nav} />, { at: '/audits/1', permissions: ['me:read', 'audits:read'] });
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Home', 'Audits']);
  expect(screen.getByRole('link', { name: 'Audits' })).toHaveAttribute('aria-current', 'true');
  expect(screen.getByRole('link', { name: 'Home' })).not.toHaveAttribute('aria-current');
});

it('marks the place from which an address without one of its own is reached', () => {
  const data = { to: '/sources', text: 'Data', permission: 'me:read', also: '/imports' };
  show(<Navigation nav={[...nav, data]} />, { at: '/imports/new', permissions: ['me:read'] });
  expect(screen.getByRole('link', { name: 'Data' })).toHaveAttribute('aria-current', 'true');
  expect(screen.getByRole('link', { name: 'Home' })).not.toHaveAttribute('aria-current');
});

it('finds an audit by how its reference begins', async () => {
  const asked = answering({
    'GET /api/v1/audits': (/** @type {{ query: Record<string, string> }} */ { query }) => ({
      items: query.q === 'a-000204' ? [{ id: 'x', reference: 'A-000204' }] : [],
      next_cursor: null,
    }),
  });
  const { user, address } = show(<JumpTo nav={nav} />, { permissions: ['me:read', 'audits:read', 'cases:read'] });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(screen.getByRole('combobox'), 'a-000204');
  await screen.findByRole('option', { name: 'A-000204 Audit' });
  await user.keyboard('{Enter}');
  expect(address()).toBe('/audits/x');
  expect(asked.some(({ path }) => path.includes('children'))).toBe(false);
});

it('asks for children only those who may see them', async () => {
  const asked = answering({});
  const { user } = show(<JumpTo nav={nav} />, { permissions: ['me:read'] });
  await user.click(screen.getByRole('button', { name: 'Go to…' }));
  await user.type(screen.getByRole('combobox'), '104233');
  expect(await screen.findByText('Nothing found.')).toBeInTheDocument();
  expect(asked).toEqual([]);
});

it('says on paper when it was printed, not when the page was opened', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-03T10:42:00Z') });
  show(<Printed name="Joan Green" />);
  vi.setSystemTime(new Date('2026-11-05T15:00:00Z'));
  window.dispatchEvent(new Event('beforeprint'));
  expect(screen.getByText('Printed 5 November 2026 at 3:00pm by Joan Green')).toBeInTheDocument();
  vi.useRealTimers();
});
