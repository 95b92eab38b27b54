/** The journeys around moderation: the queue, a dispute, a calibration of many, and the meeting that decides. */
import { everybody, expect, test } from './fixtures.js';

const dayIn = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Chooses the first option that is somebody. @param {import('@playwright/test').Locator} select @param {number} [place] */
async function chooseAny(select, place = 1) {
  await expect(select.locator('option').nth(place)).toBeAttached();
  await select.selectOption({ index: place });
}

test('a moderator takes an audit from the queue, and the lead gives it to somebody else', async ({
  page,
  context,
  signInAs,
  checkAccessibility,
}) => {
  await signInAs('moderator', '/moderation-queue');
  await checkAccessibility();
  const take = page.getByRole('button', { name: /^Moderate it|^Take/ }).first();
  await take.click();
  await page.waitForURL(/\/moderations\/[0-9a-f-]{36}$/);
  const address = new URL(page.url()).pathname;
  await expect(page.getByRole('radio').first()).toBeVisible();
  await context.clearCookies();
  await signInAs('quality_lead', address);
  await page.getByRole('button', { name: 'Give it to somebody else' }).click();
  const before = (await page.getByText(/has not graded yet/).textContent()) ?? '';
  await chooseAny(page.getByLabel('Moderator'));
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByText(/has not graded yet/)).not.toHaveText(before);
});

test('a grade is disputed and the dispute is settled in words', async ({ page, context, signInAs }) => {
  test.setTimeout(90_000);
  const words = 'The visits of the spring were not read.';
  await signInAs('service_manager', '/audits?state=final&sort=-updated_at');
  await page.getByRole('main').getByRole('table').getByRole('link', { name: /^A-/ }).first().click();
  await page.getByText('Dispute the grade').click();
  await page.getByRole('radio', { name: 'Another grade' }).check();
  await page.getByLabel('The overall grade that you hold to be right').selectOption({ index: 4 });
  await page.getByLabel('Why', { exact: true }).fill(words);
  await page.getByRole('button', { name: 'Raise the dispute' }).click();
  const raised = page.getByRole('main').getByRole('link', { name: /, raised by/ });
  await raised.click();
  await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
  const dispute = new URL(page.url()).pathname;
  await context.clearCookies();
  await signInAs('quality_lead', dispute);
  await expect(page.getByText(words)).toBeVisible();
  await page.getByRole('radio', { name: 'Not upheld' }).check();
  await page.getByLabel('Why you settle it so').fill('They were read, and are named in the reasons.');
  await page.getByRole('button', { name: 'Settle the dispute' }).click();
  await expect(page.getByText('They were read, and are named in the reasons.')).toBeVisible();
});

test('a meeting is planned, changed, held, and its decision becomes an action', async ({
  page,
  signInAs,
  checkAccessibility,
}) => {
  await signInAs('quality_lead', '/meetings/new');
  await page.getByLabel('Day').fill(dayIn(0));
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Plan it' }).click();
  await page.getByRole('link', { name: 'Change it' }).click();
  await page.getByLabel(/Place/).fill('Room 9');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await expect(page.getByText('Room 9')).toBeVisible();
  await checkAccessibility();
  await page.getByText('Add something of your own').click();
  await page.getByLabel('What it is about').fill('Practice week');
  await page.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByRole('button', { name: 'Take off Practice week' })).toBeVisible();
  await page.getByRole('link', { name: 'Hold it' }).click();
  await page.getByRole('button', { name: 'Add a decision' }).click();
  await chooseAny(page.getByLabel('Beneath'));
  await page.getByLabel('What was decided').fill('Look at the first five plans of each team.');
  await page.getByRole('radio', { name: 'Somebody is to do something' }).check();
  await chooseAny(page.getByLabel('Who does it'));
  await page.getByLabel('By when').fill(dayIn(30));
  await checkAccessibility();
  await page.getByRole('button', { name: 'Record the meeting' }).click();
  await expect(page.getByRole('heading', { name: 'Minutes' })).toBeVisible();
  await expect(page.getByText('Look at the first five plans of each team.')).toBeVisible();
});

test('a calibration is set up, graded by one of those invited, and closed', async ({ page, context, signInAs }) => {
  test.setTimeout(120_000);
  await signInAs('quality_lead', '/audits?state=final');
  await page.getByRole('main').getByRole('table').getByRole('link', { name: /^A-/ }).first().click();
  await page.waitForURL(/\/audits\/[0-9a-f-]{36}/);
  const auditId = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? '';
  await page.goto(`/calibrations/new?audit_id=${auditId}`);
  await page.getByLabel('Title').fill('What is a plan?');
  const people = page.getByRole('group', { name: 'Who grades' }).getByRole('checkbox');
  await people.first().waitFor();
  for (const one of await people.all()) await one.check();
  const parts = page.getByRole('group', { name: 'What is graded' }).getByRole('checkbox');
  for (const part of (await parts.all()).slice(1)) await part.uncheck();
  await page.getByLabel('Last day for grading').fill(dayIn(10));
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.waitForURL(/\/calibrations\/[0-9a-f-]{36}$/);
  const address = new URL(page.url()).pathname;
  await expect(page.getByText(/0 of \d+/)).toBeVisible();
  const invited = (await page.getByRole('table', { name: 'Who is invited' }).textContent()) ?? '';
  const one = everybody().find((name) => invited.includes(name)) ?? '';
  await context.clearCookies();
  await signInAs(one, address);
  const grade = page.getByRole('radio', { name: 'Good', exact: true });
  await grade.first().waitFor();
  for (const one of await page
    .locator('form fieldset')
    .filter({ has: page.getByRole('radio') })
    .all()) {
    await one.getByRole('radio', { name: 'Good', exact: true }).check();
    await one.getByLabel(/Reason|Why/).fill('Seen in the record of the last visit.');
  }
  await page.getByRole('link', { name: 'Next: the whole case' }).click();
  await page.getByRole('radio', { name: 'Good', exact: true }).check();
  await page.getByLabel('Why this grade').fill('Careful work all year.');
  await page.getByRole('button', { name: 'Hand in my grades' }).click();
  await expect(page.getByText(/Your grades are in/)).toBeVisible();
  await context.clearCookies();
  await signInAs('quality_lead', address);
  await expect(page.getByText(/1 of \d+/)).toBeVisible();
  await page.getByRole('button', { name: 'Close the calibration' }).click();
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByText('Closed').first()).toBeVisible();
});
