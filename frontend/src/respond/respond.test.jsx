/** The survey as it is answered: one question a page, nothing sent before the end, no answer lost on the way. */
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { Respond } from './Respond.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const form = {
  title: 'How is it for you?',
  audience: 'child',
  introduction: 'We want to get better.',
  questions: [
    { id: 'q1', text: 'My social worker listens to me' },
    { id: 'q2', text: 'I know my plan' },
  ],
  scale: ['No, not at all', 'No, not really', 'In the middle', 'Yes, mostly', 'Yes, definitely'].map((label, i) => ({
    value: i + 1,
    label,
  })),
};
/** @type {{ url: string, body: any }[]} */
let sent = [];
/** @type {Record<string, () => Response>} */
let answers = {};

beforeEach(() => {
  sent = [];
  answers = { form: () => Response.json(form), answers: () => Response.json({ is_kept: true }, { status: 201 }) };
  vi.stubGlobal('fetch', async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    sent.push({ url, body: JSON.parse(String(init.body)) });
    expect(init.credentials).toBe('omit');
    return answers[url.split('/').at(-1) ?? '']?.();
  });
});

/** Opens the link and goes to the first question. */
async function start() {
  const user = userEvent.setup();
  render(<Respond token="secret" />);
  await user.click(await screen.findByRole('button', { name: 'Start' }));
  return user;
}

it('asks one question a page, sends everything at the end and keeps nothing', async () => {
  const user = await start();
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(screen.getByRole('alert')).toHaveTextContent('Choose one');
  await user.click(screen.getByRole('radio', { name: 'Yes, mostly' }));
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(screen.getByText('Question 2 of 2')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: 'I do not want to say' }));
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(screen.getByRole('radio', { name: 'Yes, mostly' })).toBeChecked();
  await user.click(screen.getByRole('button', { name: 'Next' }));
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(sent).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Send my answers' }));
  expect(await screen.findByRole('heading', { name: 'Thank you' })).toBeInTheDocument();
  expect(sent[1]).toEqual({ url: '/api/v1/respond/answers', body: { token: 'secret', answers: { q1: 4, q2: null } } });
  expect(window.localStorage).toHaveLength(0);
  expect(window.sessionStorage).toHaveLength(0);
});

it('keeps the answers when sending fails, and offers to send them again', async () => {
  answers.answers = () => new Response('', { status: 503 });
  const user = await start();
  for (const _ of form.questions) {
    await user.click(screen.getByRole('radio', { name: 'Yes, definitely' }));
    await user.click(screen.getByRole('button', { name: 'Next' }));
  }
  await user.click(screen.getByRole('button', { name: 'Send my answers' }));
  expect(await screen.findByRole('heading', { name: 'Your answers were not sent' })).toBeInTheDocument();
  answers.answers = () => Response.json({ is_kept: true }, { status: 201 });
  await user.click(screen.getByRole('button', { name: 'Send again' }));
  expect(await screen.findByRole('heading', { name: 'Thank you' })).toBeInTheDocument();
  expect(sent.at(-1)?.body.answers).toEqual({ q1: 5, q2: 5 });
});

it('says in the words of the API that a link is used, and where help is', async () => {
  answers.form = () =>
    Response.json({ detail: 'This link does not work. It may have been used already.' }, { status: 404 });
  render(<Respond token="used" />);
  expect(await screen.findByText(/used already/)).toBeInTheDocument();
  expect(screen.getByText(/Childline 0800 1111/)).toBeInTheDocument();
});

it('opens again when the connection was gone', async () => {
  answers.form = () => new Response('', { status: 502 });
  render(<Respond token="secret" />);
  const retry = await screen.findByRole('button', { name: 'Try again' });
  answers.form = () => Response.json(form);
  await userEvent.setup().click(retry);
  expect(await screen.findByRole('button', { name: 'Start' })).toBeInTheDocument();
});

it('shows faces to children and plain words to adults', async () => {
  const user = await start();
  expect(document.querySelectorAll('.face')).toHaveLength(6);
  document.body.replaceChildren();
  answers.form = () => Response.json({ ...form, audience: 'practitioner' });
  render(<Respond token="secret" />);
  await user.click(await screen.findByRole('button', { name: 'Start' }));
  expect(document.querySelectorAll('.face')).toHaveLength(0);
});
