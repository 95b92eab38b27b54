/** What every journey has: a page on which any console error fails the test, a sign-in by role, and the accessibility rules. */
import { readFileSync } from 'node:fs';
import { expect, test as base } from '@playwright/test';
import axe from 'axe-core';

/** Answers that a journey may meet on purpose; the browser logs them as errors of their own. */
const expected = /status of (401|404|409|412|422)|ERR_INTERNET_DISCONNECTED/;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const demo = process.env.PLUMBLINE_DEMO ?? new URL('../../.plumbline/demo.json', import.meta.url);

/** The invented people and their passwords. @returns {{ people: { role: string, name: string, email: string, password: string }[] }} */
const readDemo = () => JSON.parse(readFileSync(demo, 'utf8'));

/** The name of the person whom `signInAs` takes for a role. @param {string} role @returns {string} */
export const nameOf = (role) => readDemo().people.find((one) => one.role === role)?.name ?? '';

/** Everybody who can sign in, by name. */
export const everybody = () => readDemo().people.map((one) => one.name);

/** How somebody signs in: the first with a role, or whoever has a name. @param {string} who */
export function signInOf(who) {
  const person = readDemo().people.find((one) => one.role === who || one.name === who);
  if (!person) throw new Error(`The demonstration has nobody who is ${who}.`);
  return person;
}

/** @type {Map<string, Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>>['cookies']>} */
const cookies = new Map();

export const test = base.extend({
  page: async ({ page }, use) => {
    /** @type {string[]} */
    const problems = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await use(page);
    expect(problems, 'console errors, a breach of the content security policy among them').toEqual([]);
  },
  /** `await signInAs('auditor')`: through the screen the first time, by the kept cookie afterwards. */
  signInAs: async ({ page, context }, use) => {
    await use(async (/** @type {string} */ role, path = '/') => {
      const person = signInOf(role);
      const kept = cookies.get(role);
      if (kept) {
        await context.addCookies(kept);
        await page.goto(path);
      } else {
        await page.goto(path);
        await page.getByLabel('E-mail address').fill(person.email);
        await page.getByLabel('Password').fill(person.password);
        await page.getByRole('button', { name: 'Sign in' }).click();
      }
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      cookies.set(role, await context.cookies());
    });
  },
  /** Every rule of WCAG 2.2 AA that a machine can check, on the page as it stands. */
  checkAccessibility: async ({ page }, use) => {
    await use(async () => {
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async (tags) => {
        const found = await /** @type {any} */ (window).axe.run(document, {
          runOnly: tags,
          resultTypes: ['violations'],
        });
        return found.violations.map(
          (/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.target).join(' ')}`,
        );
      }, rules);
      expect(violations).toEqual([]);
    });
  },
});
export { expect };
