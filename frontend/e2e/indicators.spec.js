/** Figures: from what is changing on the home page to the children behind one of them, and what a convention would do. */
import { expect, test } from './fixtures.js';

test('a figure is followed from the home page to its chart, and to how it came about', async ({ page, signInAs }) => {
  await signInAs('quality_lead', '/');
  const changing = page.getByRole('region', { name: 'What is changing' });
  const first = changing.getByRole('row').nth(1).getByRole('link');
  const title = (await first.textContent()) ?? '';
  await first.click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused();
  await expect(page.getByRole('img', { name: new RegExp(`chart: ${title}`) })).toBeVisible();
  await page.getByText(`Show as a table: ${title}, by month`).click();
  await page
    .getByRole('link', { name: /^Evidence of / })
    .nth(20)
    .click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page).toHaveURL(/period_start=\d{4}-\d{2}-01/);
});

test('who defines sees what a convention would do to last year before it counts', async ({ page, signInAs }) => {
  await signInAs('data_analyst', '/indicators/assessments_45_days/settings');
  await page.getByRole('button', { name: /^Open.*An assessment is in time within/ }).click();
  await page.getByLabel('New number, in working days').fill('40');
  await page.getByRole('button', { name: 'What would this do to last year?' }).click();
  const drawing = page.getByRole('img', { name: /had 40 counted all the while/ });
  await expect(drawing).toHaveAccessibleDescription(/Nothing is changed yet/);
});

test('the Purple Book leads to an exception, with its figures as they were', async ({ page, signInAs }) => {
  await signInAs('quality_lead', '/purple-book');
  await page.getByRole('link', { name: /^EXC-/ }).first().click();
  await expect(page.getByRole('img', { name: /as they were when it was raised/ })).toBeVisible();
});
