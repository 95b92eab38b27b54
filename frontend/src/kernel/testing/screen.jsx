/** Renders a screen as somebody would meet it: signed in, at an address, with an API that answers what the test says. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { vi } from 'vitest';
import { memoryDrafts } from '../drafts.js';
import { SessionValue } from '../session.jsx';

/** @typedef {{ method: string, path: string, query: Record<string, string>, headers: Headers, body: unknown }} Asked */

/**
 * Puts answers in the place of the network.
 * @param {Record<string, unknown | ((asked: Asked) => unknown)>} answers by "GET /api/v1/children"; a `Response` is given as it is
 * @returns {Asked[]} what was asked, in order
 */
export function answering(answers) {
  /** @type {Asked[]} */
  const asked = [];
  vi.stubGlobal('fetch', async (/** @type {Request|string} */ given) => {
    const request = given instanceof Request ? given : new Request(new URL(given, window.location.origin));
    const url = new URL(request.url);
    const text = await request.text();
    const one = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: text ? JSON.parse(text) : null,
    };
    asked.push(one);
    const answer = answers[`${one.method} ${one.path}`];
    const body = typeof answer === 'function' ? answer(one) : answer;
    if (body instanceof Response) return body;
    if (body === undefined) return problemAnswer(404, { code: 'not_found' });
    return Response.json(body);
  });
  return asked;
}

/** @param {number} status @param {import('../problem.js').ProblemBody} [body] */
export const problemAnswer = (status, body = {}) =>
  new Response(JSON.stringify({ status, ...body }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

/** @param {string[]} permissions @returns {import('../session.jsx').Session} */
export const sessionWith = (permissions) => ({
  me: {
    id: 'p-1',
    kind: 'person',
    name: 'Ines Marlow',
    email: 'ines@example.org',
    roles: [],
    permissions,
    draft_key: null,
    is_public_reader: false,
  },
  permissions,
  config: {
    council_name: 'Example Council',
    product_name: 'Plumbline',
    is_demonstration: false,
    sign_in: { local: true },
  },
  drafts: memoryDrafts(),
  isExpired: false,
  signIn: vi.fn(async () => undefined),
  signOut: vi.fn(async () => true),
});

/**
 * @param {import('react').ReactNode} element
 * @param {{ at?: string, path?: string, permissions?: string[], session?: import('../session.jsx').Session }} [options]
 *   `path` is the route's pattern, `at` the address
 */
export function show(element, { at = '/', path = '*', permissions = [], session = sessionWith(permissions) } = {}) {
  const router = createMemoryRouter(
    [
      { path, element },
      { path: '*', element: <p>Another page</p> },
    ].slice(0, path === '*' ? 1 : 2),
    {
      initialEntries: [at],
    },
  );
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <QueryClientProvider client={client}>
      <SessionValue value={session}>
        <RouterProvider router={router} />
      </SessionValue>
    </QueryClientProvider>,
  );
  const address = () => `${router.state.location.pathname}${router.state.location.search}`;
  return { ...view, router, address, user: userEvent.setup(), session };
}
