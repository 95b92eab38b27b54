/** Who is there: nobody, somebody, or somebody whom the server has forgotten in the middle of their work. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { api, take } from './client.js';
import { may } from './may.js';
import { SessionProvider, useSession } from './session.jsx';
import { answering, problemAnswer } from './testing/screen.jsx';

const config = { council_name: 'Example Council', product_name: 'Plumbline', is_demonstration: false, sign_in: {} };
const me = {
  id: 'p-1',
  kind: 'person',
  name: 'Ines Marlow',
  email: 'ines@example.org',
  roles: [],
  permissions: ['audits:read'],
  draft_key: null,
  is_public_reader: false,
};

function Somebody() {
  const session = useSession();
  return (
    <>
      <p>{session.me ? `${session.me.name} is here` : 'Nobody is here'}</p>
      <p>{may(session, 'audits:read') ? 'May read audits' : 'May not read audits'}</p>
      {session.isExpired && <p>Forgotten</p>}
      <button onClick={() => void session.signIn({ email: 'ines@example.org', password: 'x' })}>Sign in</button>
      <button onClick={() => void take(api.GET('/api/v1/standards')).catch(() => undefined)}>Ask</button>
    </>
  );
}

function open() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider waiting={<p>Waiting</p>} failed={() => <p>Failed</p>}>
        <Somebody />
      </SessionProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it('starts with nobody and goes on in the same page after signing in', async () => {
  const asked = answering({
    'GET /config.json': config,
    'GET /api/v1/me': () => problemAnswer(401),
    'POST /api/v1/session': me,
  });
  const user = open();
  expect(await screen.findByText('Nobody is here')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText('Ines Marlow is here')).toBeInTheDocument();
  expect(screen.getByText('May read audits')).toBeInTheDocument();
  expect(screen.queryByText('Forgotten')).not.toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.headers.get('x-plumbline')).toBe('1');
});

it('keeps the page when the server forgets the session, until the same person signs in again', async () => {
  answering({
    'GET /config.json': config,
    'GET /api/v1/me': me,
    'GET /api/v1/standards': () => problemAnswer(401),
    'POST /api/v1/session': me,
  });
  const user = open();
  await screen.findByText('Ines Marlow is here');
  await user.click(screen.getByRole('button', { name: 'Ask' }));
  expect(await screen.findByText('Forgotten')).toBeInTheDocument();
  expect(screen.getByText('Ines Marlow is here')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await expect.poll(() => screen.queryByText('Forgotten')).toBeNull();
});

it('says so when the service does not answer at all', async () => {
  answering({ 'GET /config.json': () => problemAnswer(503), 'GET /api/v1/me': me });
  open();
  expect(await screen.findByText('Failed')).toBeInTheDocument();
});
