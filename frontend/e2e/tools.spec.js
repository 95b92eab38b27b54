/** The journeys of audit tools: one begun from what is ready-made, built, published and followed by a version; one that asks about standards of the council’s own. */
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
  await question
    .getByRole('group', { name: 'Good', exact: true })
    .getByLabel('An invented example')
    .fill('“I work nights,” he said; the visit was moved to six.');
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
  await expect(page.getByText('For example: “I work nights,”')).toBeVisible();
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
  await page.getByRole('main').getByRole('table').first().waitFor();
  await checkAccessibility();
});

test('a question is linked to a criterion of a set that the council has begun itself', async ({
  page,
  context,
  signInAs,
  checkAccessibility,
}) => {
  test.setTimeout(120_000);
  const mark = Date.now().toString(36);
  await signInAs('quality_lead', '/standards/versions');
  await page.getByRole('link', { name: 'Begin another set' }).click();
  await page.getByLabel('Title').fill(`Supervision standards ${mark}`);
  await page.getByLabel('Who answers for it').fill('Principal social worker');
  const words = `Supervision makes people think.\n- It is about the child, ${mark}.\nIt cares.\n- Good work is named.`;
  await page.getByLabel('Standards and criteria').fill(words);
  await expect(page.getByText('2 standards, 2 criteria.')).toBeVisible();
  await checkAccessibility();
  await page.getByRole('button', { name: 'Make a draft' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Supervision standards ${mark}, version 1`);
  const address = new URL(page.url()).pathname;
  await context.clearCookies();
  await signInAs('head_of_childrens_social_care', address);
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('In use', { exact: false }).first()).toBeVisible();

  await context.clearCookies();
  await signInAs('quality_lead', '/tools/new');
  await page.getByLabel('Kind of audit').selectOption('supervision');
  await page.getByLabel('Title').fill(`Supervision ${mark}`);
  await page.getByRole('button', { name: 'Make a draft' }).click();
  await page.getByRole('button', { name: 'Add a section' }).click();
  await page.getByLabel('Title').fill('What we ask of ourselves');
  const question = page.getByRole('group', { name: 'quality question 1', exact: true });
  await question.getByRole('textbox', { name: 'Question' }).fill('Was it about the child?');
  await question.getByRole('searchbox').fill(mark);
  await question.getByRole('button', { name: /^1\.1/ }).click();
  await expect(question.getByText(`(Supervision standards ${mark})`)).toBeVisible();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('Everything is saved.')).toBeVisible();
});
