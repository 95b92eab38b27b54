/** Children are found by reference, and the page says that looking is kept. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, show } from '../kernel/testing/screen.jsx';
import { ChildList } from './ChildList.jsx';
import { ChildPage } from './ChildPage.jsx';

const units = { items: [], next_cursor: null };

it('searches by the start of the reference, in the address', async () => {
  const asked = answering({
    'GET /api/v1/units': units,
    'GET /api/v1/children': { items: [], next_cursor: null, total: null },
  });
  const { user, address } = show(<ChildList />, { permissions: ['cases:read'] });
  await screen.findByText('No children here for you');
  await user.type(screen.getByLabelText('Reference starts with'), '104{Enter}');
  expect(address()).toBe('/?q=104');
  await vi.waitFor(() => expect(asked.at(-1)?.query).toEqual({ q: '104' }));
  expect(await screen.findByText('No child matches')).toBeInTheDocument();
});

it('looks the same for a child out of sight as for one that does not exist', async () => {
  answering({});
  show(<ChildPage />, { path: '/children/:childId', at: '/children/c-1' });
  expect(await screen.findByText('Nothing is here for you')).toBeInTheDocument();
});
