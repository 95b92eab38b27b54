/** The journey of an audit tool: begun from what is ready-made, built, looked at as the auditor will, published, and followed by a version. */
import { expect, test } from './fixtures.js';

const title = `Quick look ${Date.now().toString(36)}`;

test('a tool from a ready-made one to its second version', async ({ page, signInAs, checkAccessibility }) => {
  test.setTimeout(120_000);
  const heading = page.getByRole('heading', { level: 1 });

  await signInAs('quality_lead', '/tools');
  await checkAccessibility();
  await page.getByRole('link', { name: 'Make a tool' }).click();
  await expect(heading).toHaveText('Make an audit tool');
  await page.getByLabel('Kind of audit').selectOption('dip_sample');
  await page.getByLabel('Title').fill(title);
  await checkAccessibility();
  await page.getByRole('button', { name: 'Make a draft' }).click();
  await expect(heading).toContainText(title);
  await checkAccessibility();

  // A section of one's own, with a question linked by search and words for a grade.
  await page.getByRole('button', { name: 'Add a section' }).click();
  await page.getByLabel('Title').fill('The father');
  const question = page.getByRole('group', { name: 'quality question 1', exact: true });
  await question.getByRole('textbox', { name: 'Question' }).fill('Is the father part of the work?');
  await question.getByRole('searchbox').fill('engaged plan');
  await question.getByRole('button', { name: /^3\.2/ }).click();
  await question.getByText('What each grade means').click();
  await question
    .getByRole('group', { name: 'Good', exact: true })
    .getByLabel('What it looks like')
    .fill('He is asked, and answered.');
  await page.getByRole('button', { name: 'Move section 3 up' }).click();
  await checkAccessibility();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('Everything is saved.')).toBeVisible();

  await page.getByRole('link', { name: 'Preview' }).click();
  await page.waitForURL(/\/preview/);
  await page.getByRole('link', { name: /The father/ }).click();
  await expect(page.getByRole('group', { name: /Is the father part of the work/ })).toBeVisible();
  await page.getByText('What each grade means').click();
  await expect(page.getByText('He is asked, and answered.')).toBeVisible();
  await checkAccessibility();

  await page.goBack();
  await page.goBack();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await checkAccessibility();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('In use')).toBeVisible();
  await checkAccessibility();

  await page.getByRole('button', { name: 'Begin a new version' }).click();
  await expect(heading).toContainText('version 2');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(page.getByRole('dialog')).toContainText('is superseded');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(heading).toContainText('version 2');
  await page.goto('/tools?state=superseded');
  await expect(page.getByRole('row', { name: new RegExp(title) })).toContainText('Superseded');
  await page.goto('/tools/scales');
  await checkAccessibility();
});
