/** The data feed's screen: what there is, addresses to copy, and tokens for those who manage clients. */
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { violations } from '../kernel/testing/axe.js';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { DataFeed } from './DataFeed.jsx';
import { FeedTokens } from './FeedTokens.jsx';

const feed = {
  level: 'suppressed',
  revision: 7,
  computed_at: '2026-11-16T12:00:00Z',
  data_as_of: '2026-11-16T02:00:00Z',
  odata: 'https://plumbline.example/odata/v1/',
  tables: [
    {
      name: 'values',
      entity_set: 'IndicatorValues',
      view: 'feed.suppressed_values',
      addresses: { csv: 'https://plumbline.example/api/v1/feed/values.csv' },
      columns: [{ name: 'value_id', kind: 'id', is_nullable: false }],
    },
  ],
};
const token = {
  id: 't-1',
  name: 'Board report',
  machine_client_id: 'c-1',
  client_id: 'pl-1',
  client_name: 'Power BI',
  level: 'suppressed',
  created_at: '2026-11-16T12:00:00Z',
  expires_at: '2126-11-16T12:00:00Z',
  revoked_at: null,
};
const tool = { id: 'c-1', name: 'Power BI', role: 'bi_tool', is_active: true };
const tokens = { items: [token, { ...token, id: 't-2', name: 'Old', revoked_at: '2026-11-17T12:00:00Z' }] };

it('says what there is, how fresh it is, and gives addresses to copy', async () => {
  answering({ 'GET /api/v1/feed': feed });
  const { user, container } = show(<DataFeed />, { permissions: ['indicators:read'] });
  expect(await screen.findByText('Small numbers hidden, no teams')).toBeInTheDocument();
  expect(screen.getByText('16 November 2026 at midday')).toBeInTheDocument();
  const writeText = vi.spyOn(navigator.clipboard, 'writeText');
  await user.click(screen.getByRole('button', { name: 'Copy values as CSV' }));
  expect(writeText).toHaveBeenCalledWith('https://plumbline.example/api/v1/feed/values.csv');
  expect(screen.getByRole('button', { name: 'Copied values as CSV' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Tokens for tools' })).not.toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('says that nothing was computed yet, that it failed, and that it is not for somebody', async () => {
  answering({ 'GET /api/v1/feed': { ...feed, revision: 0, computed_at: null, data_as_of: null } });
  const { unmount } = show(<DataFeed />, { permissions: ['indicators:read', 'clients:manage'] });
  expect(await screen.findByText(/No figure has been computed yet/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Tokens for tools' })).toBeInTheDocument();
  unmount();
  answering({ 'GET /api/v1/feed': () => problemAnswer(503) });
  const again = show(<DataFeed />, { permissions: ['indicators:read'] });
  expect(await screen.findByRole('button', { name: /try again/i })).toBeInTheDocument();
  again.unmount();
  show(<DataFeed />);
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});

it('gives a token, shows it once, and lists who has one', async () => {
  const asked = answering({
    'GET /api/v1/feed/tokens': tokens,
    'GET /api/v1/clients': { items: [tool] },
    'POST /api/v1/feed/tokens': { ...token, token: 'plf_secret' },
  });
  const { user, container } = show(<FeedTokens />, { permissions: ['clients:manage'] });
  await user.click(await screen.findByText('Give a tool a token'));
  await user.selectOptions(await screen.findByLabelText('BI tool'), 'Power BI');
  await user.type(screen.getByLabelText('Where it is used'), 'Board report');
  await user.click(screen.getByRole('button', { name: 'Give the token' }));
  expect(await screen.findByText('plf_secret')).toBeInTheDocument();
  expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
    machine_client_id: 'c-1',
    name: 'Board report',
    level: 'suppressed',
    days: 90,
  });
  expect(screen.getByText('Revoked')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('revokes a token after asking', async () => {
  const asked = answering({
    'GET /api/v1/feed/tokens': tokens,
    'GET /api/v1/clients': { items: [] },
    'POST /api/v1/feed/tokens/t-1/revoke': token,
  });
  const { user } = show(<FeedTokens />, { permissions: ['clients:manage'] });
  await user.click(await screen.findByRole('button', { name: 'Revoke Board report' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }));
  await vi.waitFor(() => expect(asked.some((one) => one.path.endsWith('/t-1/revoke'))).toBe(true));
  expect(screen.getByRole('link', { name: 'add a machine client', hidden: true })).toBeInTheDocument();
});

it('has words for no token and for those who do not manage clients', async () => {
  answering({ 'GET /api/v1/feed/tokens': { items: [] }, 'GET /api/v1/clients': { items: [] } });
  const { unmount } = show(<FeedTokens />, { permissions: ['clients:manage'] });
  expect(await screen.findByText('No tool has a token yet')).toBeInTheDocument();
  unmount();
  show(<FeedTokens />);
  expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
});
