/** Agreement: the headline and its pictures over the whole council, one's own page, and an inspector's grades. */
import { expect, test } from './fixtures.js';

test('agreement is told in a sentence, in pictures and in tables, and narrows by kind', async ({
  page,
  signInAs,
  checkAccessibility,
}) => {
  await signInAs('quality_lead', '/agreement?months=36');
  await expect(page.getByText(/^Moderators agreed with/)).toBeVisible();
  await expect(page.getByRole('img', { name: /Diverging bars: .*by kind of audit/ })).toBeVisible();
  await checkAccessibility();
  await page.getByLabel('Kind', { exact: true }).selectOption('peer');
  await expect(page).toHaveURL(/kind=peer/);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(page.getByRole('heading', { level: 1, name: 'Agreement' })).toBeVisible();
  await checkAccessibility();
});

test('an auditor sees their own grading, and no other’s', async ({ page, signInAs, checkAccessibility }) => {
  await signInAs('auditor', '/my-grading?months=36');
  await expect(page.getByText('Only you see this page.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The whole council' })).toBeVisible();
  await checkAccessibility();
});
