/** The journey of one audit: allocated, filled in by keyboard with the connection lost and found, submitted, read a second time blind, final with both grades. */
import { expect, nameOf, test } from './fixtures.js';

const due = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);
const reason = 'Seen in the record of the last visit.';

/** Chooses the option that begins with a name. @param {import('@playwright/test').Locator} select @param {string} name */
async function choose(select, name) {
  const option = select.locator('option', { hasText: name }).first();
  await select.selectOption((await option.getAttribute('value')) ?? '');
}

/** The questions of the standard on the page. @param {import('@playwright/test').Page} page */
const questionsOn = (page) => page.locator('form fieldset').filter({ has: page.getByRole('radio') });

test('an audit from allocation to both grades', async ({ page, context, signInAs, checkAccessibility }) => {
  test.setTimeout(240_000);
  const main = page.getByRole('main');
  const heading = page.getByRole('heading', { level: 1 });
  /** @param {string} role @param {string} path */
  const become = async (role, path) => {
    await context.clearCookies();
    await signInAs(role, path);
  };

  // The quality lead finds a child by reference and allocates its audit.
  await become('quality_lead', '/children?status=cp');
  const childRef = (await main.getByRole('table').getByRole('link').first().textContent()) ?? '';
  await page.goto('/audits/new');
  await page.getByLabel('Child’s reference').fill(childRef.slice(0, 8));
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: childRef }).check();
  await choose(page.getByLabel('Audit tool'), 'Case audit against the practice standards');
  await choose(page.getByLabel('Auditor'), nameOf('auditor'));
  await page.getByLabel('Due on').fill(due);
  await checkAccessibility();
  await page.getByRole('button', { name: 'Allocate the audit' }).click();
  await expect(heading).toContainText(/Audit A-\d{6}/);
  await expect(heading).toBeFocused();
  const address = new URL(page.url()).pathname;
  const reference = ((await heading.textContent()) ?? '').match(/A-\d+/)?.[0] ?? '';

  // The auditor finds it among theirs and fills it in without a mouse.
  await become('auditor', '/audits');
  await page.getByRole('table', { name: 'Audits that you are to do' }).getByRole('link', { name: reference }).click();
  const saved = page.getByRole('status').filter({ hasText: 'All changes saved' });
  const steps = page.getByRole('navigation', { name: 'Standards of this audit' });
  await questionsOn(page).first().waitFor();
  const place = (await page.getByText(/Standard 1 of \d+/).textContent()) ?? '';
  const standards = Number(/Standard 1 of (\d+)/.exec(place)?.[1]);
  expect(standards).toBeGreaterThan(3);
  await checkAccessibility();
  let answered = 0;
  for (let standard = 1; standard <= standards; standard += 1) {
    await expect(page.getByText(new RegExp(`Standard ${standard} of ${standards}`))).toBeVisible();
    const count = await questionsOn(page).count();
    if (standard === 3) await context.setOffline(true);
    await questionsOn(page).first().getByRole('radio').first().focus();
    for (let question = 0; question < count; question += 1) {
      await page.keyboard.press('2');
      await page.keyboard.press('e');
      await page.keyboard.insertText(reason);
      if (question < count - 1) {
        await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('j');
      }
    }
    answered += count;
    if (standard === 3) await expect(page.getByRole('status').filter({ hasText: 'Not connected' })).toBeVisible();
    if (standard === 4) {
      // A walk through the form needs no connection, and nothing of it is lost.
      await context.setOffline(false);
      await expect(saved).toBeVisible({ timeout: 40_000 });
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  await expect(heading).toContainText('Check and submit');
  await expect(saved).toBeVisible();

  // What is missing is listed, and each line leads to its field.
  await page.getByRole('button', { name: 'Submit the audit' }).click();
  const problem = page.getByRole('alert');
  await expect(problem).toBeFocused();
  await checkAccessibility();
  await problem.getByRole('link', { name: /overall grade/ }).click();
  await expect(page.getByRole('radio', { name: 'Outstanding' })).toBeFocused();
  await page.keyboard.press('2');
  await page.keyboard.press('e');
  await page.keyboard.insertText('The child is seen, heard and safer than a year ago.');
  await expect(saved).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Reason for the overall grade')).toHaveValue(/safer than a year ago/);
  await page.getByRole('button', { name: 'Submit the audit' }).click();

  // Nobody was asked yet: the list leads to the voices, each of which is written down.
  await problem.getByRole('link', { name: 'Say whether the child was asked, or why not.' }).click();
  await expect(page.getByRole('heading', { name: 'The child', exact: true })).toBeVisible();
  await checkAccessibility();
  for (const [who, state, words, why] of [
    ['Child', /Not appropriate/, 'Why it was not appropriate', 'A baby of five months, seen with the carer.'],
    ['Parent or carer', /Could not be reached/, 'What was tried, and when', 'Three calls and a letter.'],
    ['Practitioner', /declined/, 'What they said when they declined', 'On leave until the audit is due.'],
  ]) {
    const voice = page.getByRole('group', { name: /** @type {string} */ (who), exact: true });
    await voice.getByRole('radio', { name: state }).check();
    await voice.getByLabel(/** @type {string} */ (words)).fill(/** @type {string} */ (why));
  }
  await expect(page.getByText('Everything that is needed to submit is here.')).toBeVisible();
  await steps.getByRole('link', { name: 'Check and submit' }).click();
  await page.getByRole('button', { name: 'Submit the audit' }).click();

  // No audit without a strength: the list leads to the findings.
  await problem.getByRole('link', { name: 'Write down at least one strength.' }).click();
  await page.getByRole('button', { name: 'Add a strength' }).click();
  await page
    .getByLabel('What was done well')
    .fill('Every visit saw the child alone, in a place of the child’s choice.');
  await page.getByLabel('What it means for the child').fill('The child speaks, and the plan follows what was said.');
  await page.getByLabel('Theme').selectOption({ label: "The child's voice" });
  await checkAccessibility();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add a strength' })).toBeVisible();
  await steps.getByRole('link', { name: 'Check and submit' }).click();
  await page.getByRole('button', { name: 'Submit the audit' }).click();
  await expect(page.getByText('Submitted. Thank you.')).toBeVisible();

  // The quality lead gives it to a moderator.
  await become('quality_lead', address);
  await page.getByRole('link', { name: 'Allocate a moderation' }).click();
  await choose(page.getByLabel('Moderator'), nameOf('moderator'));
  await page.getByLabel('Due on').fill(due);
  await page.getByRole('button', { name: 'Allocate the moderation' }).click();
  await expect(heading).toContainText(`Moderation of ${reference}`);

  // The moderator sees the evidence and no grade, here or in what the server sends.
  await become('moderator', '/moderations');
  const mine = page.getByRole('table', { name: 'Moderations that you are to do' });
  const sent = page.waitForResponse((answer) => /\/moderations\/[0-9a-f-]{36}$/.test(answer.url()));
  await mine.getByRole('link', { name: reference }).click();
  const { audit } = await (await sent).json();
  expect(audit.first_grade).toBeNull();
  expect(Object.values(audit.answers).every((/** @type {any} */ answer) => answer.grade === null)).toBe(true);
  await expect(page.getByText('The first grades are hidden')).toBeVisible();
  await expect(page.getByText(reason).first()).toBeVisible();
  await checkAccessibility();
  for (let standard = 1; standard <= standards; standard += 1) {
    await expect(page.getByText(new RegExp(`Standard ${standard} of ${standards}`))).toBeVisible();
    const count = await questionsOn(page).count();
    await questionsOn(page).first().getByRole('radio').first().focus();
    for (let question = 0; question < count; question += 1) {
      await page.keyboard.press(standard === 1 && question === 0 ? '4' : '2');
      await page.keyboard.press('j');
    }
    await page.getByRole('link', { name: /^Next/ }).press('Enter');
  }
  await page.getByRole('radio', { name: 'Requires improvement' }).check();
  await page.getByRole('button', { name: 'Give my grades and see the first' }).click();

  // Then both are shown, those that differ first.
  await expect(page.getByText(`Of ${answered} questions: 0 raised, 1 lowered, ${answered - 1} agreed.`)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Grades that differ' }).getByRole('row')).toHaveCount(2);
  await checkAccessibility();
  await page.getByLabel('Why grades were changed').fill('Safety planning was late after the second incident.');
  for (const high of await page.getByRole('radio', { name: 'High' }).all()) await high.check();
  await page.getByLabel('Why you judge the audit so').fill('Clear evidence for every grade.');
  await page.getByRole('button', { name: 'Complete the moderation' }).click();
  await expect(page.getByText('The audit is final')).toBeVisible();

  // The audit is final and shows both grades for ever.
  await become('auditor', address);
  await expect(main.getByText('Final', { exact: true })).toBeVisible();
  await expect(page.locator('.qa-pair')).toContainText(
    /First grade\s*Good.*Moderated grade\s*Requires improvement.*Lowered/s,
  );
  await checkAccessibility();
  for (const width of [1366, 320]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
});
