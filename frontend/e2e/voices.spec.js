/** The journey of a view: a practitioner finds the audit that asks for it, writes, and hands in; whoever manages sees who was heard. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.js';

const demo = process.env.PLUMBLINE_DEMO ?? new URL('../../.plumbline/demo.json', import.meta.url);
const due = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);

/** The name of the person whom `signInAs` takes for a role. @param {string} role @returns {string} */
const nameOf = (role) => JSON.parse(readFileSync(demo, 'utf8')).people.find((one) => one.role === role).name;

/** Chooses the option that has a name in it. @param {import('@playwright/test').Locator} select @param {string} name */
async function choose(select, name) {
  const option = select.locator('option', { hasText: name }).first();
  await select.selectOption((await option.getAttribute('value')) ?? '');
}

test('a practitioner gives their own view', async ({ page, context, signInAs, checkAccessibility }) => {
  test.setTimeout(120_000);
  await signInAs('practitioner', '/children');
  const own = page.getByRole('main').getByRole('table').getByRole('link').first();
  const childRef = (await own.textContent()) ?? '';
  await context.clearCookies();
  await signInAs('quality_lead', '/audits/new');
  await page.getByLabel('Child’s reference').fill(childRef.slice(0, 8));
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: childRef }).check();
  await choose(page.getByLabel('Audit tool'), 'Case audit against the practice standards');
  await choose(page.getByLabel('Auditor'), nameOf('auditor'));
  await page.getByLabel('Due on').fill(due);
  await page.getByRole('button', { name: 'Allocate the audit' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(/Audit A-\d{6}/);
  const reference = (await heading.textContent())?.match(/A-\d{6}/)?.[0] ?? '';

  await context.clearCookies();
  await signInAs('practitioner', '/');
  const asking = page.getByRole('table', { name: 'Audits that ask for your view' });
  await asking.getByRole('link', { name: reference }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Your view of the work');
  await checkAccessibility();
  await page.getByRole('radio', { name: 'Good' }).first().check();
  await page.getByRole('button', { name: 'Hand in your view' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await page.getByLabel('What are you proud of in this work?').fill('The plan is in the child’s own words.');
  await page.getByLabel('Reason').first().fill('We kept to what was agreed with the family.');
  await page.getByRole('button', { name: 'Hand in your view' }).click();
  await expect(page.getByText(/^You handed in your view on/)).toBeVisible();
  await checkAccessibility();

  await context.clearCookies();
  await signInAs('quality_lead', '/voices');
  await expect(page.getByRole('table', { name: 'By team' })).toBeVisible();
  await checkAccessibility();
  await page.goto('/choices');
  await page.getByRole('link', { name: 'A dispute is settled within' }).click();
  await page.getByLabel(/New figure/).fill('100');
  await page.getByLabel('Why').fill('To see what is refused.');
  await page.getByRole('button', { name: 'Settle it' }).click();
  await expect(page.getByRole('alert')).toContainText('Give a whole number from 1 to 60');
  await checkAccessibility();
});
