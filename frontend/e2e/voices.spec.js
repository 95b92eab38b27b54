/** The journey of a view: a practitioner finds the audit that asks for it, writes, and hands in; whoever manages sees who was heard. */
import { expect, test } from './fixtures.js';

test('a practitioner gives their own view', async ({ page, context, signInAs, checkAccessibility }) => {
  await signInAs('practitioner', '/');
  const asking = page.getByRole('table', { name: 'Audits that ask for your view' });
  await asking.getByRole('link').first().click();
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
