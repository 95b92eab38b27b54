/** The journey of one action: set by a manager, done by its owner with evidence, verified by another, proven. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.js';

const demo = process.env.PLUMBLINE_DEMO ?? new URL('../../.plumbline/demo.json', import.meta.url);
const title = 'Bring the genogram up to date';

/** The name of the person whom `signInAs` takes for a role. @param {string} role @returns {string} */
const nameOf = (role) => JSON.parse(readFileSync(demo, 'utf8')).people.find((one) => one.role === role).name;

/** @param {import('@playwright/test').Locator} select @param {string} name */
async function choose(select, name) {
  const option = select.locator('option', { hasText: name }).first();
  await select.selectOption((await option.getAttribute('value')) ?? '');
}

test('an action goes round the loop', async ({ page, context, signInAs, checkAccessibility }) => {
  /** @param {string} role @param {string} path */
  const become = async (role, path) => {
    await context.clearCookies();
    await signInAs(role, path);
  };
  const heading = page.getByRole('heading', { level: 1 });

  await become('quality_lead', '/actions/new');
  await page.getByLabel('What is to be done').fill(title);
  await page.getByLabel('Who is to do it').locator('option').nth(1).waitFor({ state: 'attached' });
  await choose(page.getByLabel('Who is to do it'), nameOf('practitioner'));
  await checkAccessibility();
  await page.getByRole('button', { name: 'Set the action' }).click();
  await expect(heading).toContainText(title);
  const address = new URL(page.url()).pathname;
  await expect(page.getByRole('button', { name: 'Say that it is done' })).toHaveCount(0);

  await become('practitioner', '/');
  await page.getByRole('table', { name: 'Actions for you to do' }).waitFor();
  await page.goto(address);
  await page.getByLabel('What was done').fill('The genogram has four generations now.');
  await page.getByLabel('Evidence').fill('In the record, under family, of today.');
  await checkAccessibility();
  await page.getByRole('button', { name: 'Say that it is done' }).click();
  await expect(page.getByText('The genogram has four generations now.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Verify the action' })).toHaveCount(0);

  await become('quality_lead', '/actions?show=to_verify');
  await page.goto(address);
  await page.getByLabel('What you have seen').fill('Looked at it: an uncle nobody knew of is there.');
  await page.getByRole('button', { name: 'Verify the action' }).click();
  await page.getByLabel('What shows that it made a difference').fill('The child now spends Sundays with that uncle.');
  await checkAccessibility();
  await page.getByRole('button', { name: 'Prove that it worked' }).click();
  await expect(page.getByText('Proven to have worked')).toBeVisible();
  await expect(page.getByRole('button', { name: /Verify|Prove/ })).toHaveCount(0);
});
