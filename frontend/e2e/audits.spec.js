/** The journeys of audits: one from its allocation to both grades, one by keyboard alone, and one in which no word is lost whatever the computer does. */
import { expect, nameOf, signInOf, test } from './fixtures.js';

const due = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);
const reason = 'Seen in the record of the last visit.';

/** Chooses the option that begins with a name. @param {import('@playwright/test').Locator} select @param {string} name */
async function choose(select, name) {
  const option = select.locator('option', { hasText: name }).first();
  await select.selectOption((await option.getAttribute('value')) ?? '');
}

/** Asks the server as the page would. @param {import('@playwright/test').Page} page @param {string} method @param {string} path @param {object} [body]
 * @returns {Promise<{ status: number, body: any }>} */
const send = (page, method, path, body) =>
  page.evaluate(
    async ([how, where, what]) => {
      const headers = { 'Content-Type': 'application/json', 'X-Plumbline': '1' };
      const answer = await fetch(`/api/v1${where}`, { method: how, headers, ...(what && { body: what }) });
      return { status: answer.status, body: await answer.json() };
    },
    /** @type {const} */ ([method, path, body ? JSON.stringify(body) : '']),
  );

/** A short audit for the auditor, allocated by the quality lead who is signed in. @param {import('@playwright/test').Page} page @returns {Promise<{ id: string, reference: string }>} */
async function allocateShort(page) {
  const [tools, people, children] = await Promise.all([
    send(page, 'GET', '/tools?kind=dip_sample&state=published'),
    send(page, 'GET', '/people?role=auditor&limit=200'),
    send(page, 'GET', '/children?status=cp&limit=50'),
  ]);
  const auditor = people.body.items.find((/** @type {any} */ one) => one.name === nameOf('auditor'));
  for (const child of children.body.items) {
    const made = await send(page, 'POST', '/audits', {
      child_id: child.id,
      tool_id: tools.body.items[0].id,
      auditor_id: auditor.id,
      kind: 'dip_sample',
    });
    if (made.status === 201) return made.body;
  }
  throw new Error('Every child is too near the auditor.');
}

/** Walks with the Tab key until something has the focus, as somebody does who has no mouse. @param {import('@playwright/test').Page} page @param {import('@playwright/test').Locator} target */
async function tabTo(page, target) {
  await target.waitFor();
  for (let step = 0; step < 150; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('No Tab leads there.');
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

test('an audit by keyboard alone, from signing in to submitting', async ({ page, context, signInAs }) => {
  test.setTimeout(240_000);
  const keys = page.keyboard;
  const heading = page.getByRole('heading', { level: 1 });
  await signInAs('quality_lead', '/');
  const { reference } = await allocateShort(page);
  await context.clearCookies();

  // Signed in, and led to the audit by its reference.
  const who = signInOf('auditor');
  await page.goto('/');
  await tabTo(page, page.getByLabel('E-mail address'));
  await keys.type(who.email);
  await tabTo(page, page.getByLabel('Password'));
  await keys.type(who.password);
  await keys.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await keys.press('Control+k');
  await keys.type(reference);
  await page.getByRole('option', { name: new RegExp(reference) }).waitFor();
  await keys.press('Enter');

  // Every question by its own keys; Tab and Enter go on to the next part.
  const next = page.getByRole('link', { name: /^Next/ });
  for (let isOn = true; isOn;) {
    await questionsOn(page).first().waitFor();
    const count = await questionsOn(page).count();
    await tabTo(page, questionsOn(page).first().getByRole('radio').first());
    for (let question = 0; question < count; question += 1) {
      await keys.press('2');
      await keys.press('e');
      await keys.type(reason);
      if (question < count - 1) {
        await keys.press('Shift+Tab');
        await keys.press('j');
      }
    }
    const title = (await heading.textContent()) ?? '';
    isOn = !/check and submit/.test((await next.textContent()) ?? '');
    await tabTo(page, next);
    await keys.press('Enter');
    await expect(heading).not.toHaveText(title);
  }
  await expect(heading).toHaveText(/Check and submit/);
  await tabTo(page, page.getByRole('radio', { name: 'Outstanding' }));
  await keys.press('2');
  await keys.press('e');
  await keys.type('Seen, heard and safer than a year ago.');

  // Who was asked: the first choice is reached by Tab, the others by arrows.
  const steps = page.getByRole('navigation', { name: 'Standards of this audit' });
  await tabTo(page, steps.getByRole('link', { name: 'Voices' }));
  await keys.press('Enter');
  for (const [person, state, words, why] of /** @type {const} */ ([
    ['Child', /Not appropriate/, 'Why it was not appropriate', 'A baby of five months, seen with the carer.'],
    ['Parent or carer', /Could not be reached/, 'What was tried, and when', 'Three calls and a letter.'],
    ['Practitioner', /declined/, 'What they said when they declined', 'On leave until the audit is due.'],
  ])) {
    const voice = page.getByRole('group', { name: person, exact: true });
    await tabTo(page, voice.getByRole('radio').first());
    const wanted = voice.getByRole('radio', { name: state });
    for (let step = 0; step < 6 && !(await wanted.isChecked()); step += 1) await keys.press('ArrowDown');
    await tabTo(page, voice.getByLabel(words));
    await keys.type(why);
  }
  await expect(page.getByText('Everything that is needed to submit is here.')).toBeVisible();

  // A strength; the theme is chosen by its first letters.
  await tabTo(page, steps.getByRole('link', { name: 'Findings and actions' }));
  await keys.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Add a strength' }));
  await keys.press('Enter');
  await tabTo(page, page.getByLabel('What was done well'));
  await keys.type('Every visit saw the child alone.');
  await tabTo(page, page.getByLabel('What it means for the child'));
  await keys.type('The child speaks, and the plan follows.');
  await tabTo(page, page.getByLabel('Theme'));
  await keys.type('The child');
  await tabTo(page, page.getByRole('button', { name: 'Save', exact: true }));
  await keys.press('Enter');
  await expect(page.getByRole('button', { name: 'Add a strength' })).toBeVisible();
  await tabTo(page, steps.getByRole('link', { name: 'Check and submit' }));
  await keys.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Submit the audit' }));
  await keys.press('Enter');
  await expect(page.getByText('Submitted. Thank you.')).toBeVisible();
});

test('no word is lost: two tabs, a clash, a lost connection, a closed laptop and a session that ended', async ({
  page,
  context,
  signInAs,
}) => {
  test.setTimeout(240_000);
  await signInAs('quality_lead', '/');
  const { id } = await allocateShort(page);
  await context.clearCookies();
  await signInAs('auditor', `/audits/${id}?standard=1`);
  const saved = (/** @type {import('@playwright/test').Page} */ tab) =>
    tab.getByRole('status').filter({ hasText: 'All changes saved' });
  const reasonIn = (/** @type {import('@playwright/test').Page} */ tab, /** @type {number} */ place) =>
    questionsOn(tab)
      .nth(place)
      .getByLabel(/^Reason/);
  const open = async () => {
    const tab = await context.newPage();
    await tab.goto(`/audits/${id}?standard=1`);
    await questionsOn(tab).first().waitFor();
    return tab;
  };
  /** @param {import('@playwright/test').Page} tab @param {number} place @param {string} words */
  const write = async (tab, place, words) => {
    await questionsOn(tab).nth(place).getByRole('radio').nth(1).check();
    await reasonIn(tab, place).fill(words);
  };

  // Two tabs at different questions: both keep what they say, and nobody is asked anything.
  await questionsOn(page).first().waitFor();
  const other = await open();
  await write(page, 0, 'Written in the first tab.');
  await expect(saved(page)).toBeVisible();
  await write(other, 1, 'Written in the second tab.');
  await expect(saved(other)).toBeVisible();
  await expect(other.getByRole('alert')).toHaveCount(0);

  // Two tabs at one answer: both words are shown, and the person chooses.
  await reasonIn(page, 0).fill('Seen by the first tab in May.');
  await expect(saved(page)).toBeVisible();
  await reasonIn(other, 0).fill('Seen by the second tab in June.');
  const clash = other.getByRole('alert').filter({ hasText: 'was changed elsewhere too' });
  await expect(clash).toContainText('Seen by the second tab in June.');
  await expect(clash).toContainText('Seen by the first tab in May.');
  await clash.getByRole('button', { name: 'Keep mine' }).click();
  await expect(saved(other)).toBeVisible();
  await page.reload();
  await expect(reasonIn(page, 0)).toHaveValue('Seen by the second tab in June.');
  await expect(reasonIn(page, 1)).toHaveValue('Written in the second tab.');

  // The connection is gone, and the laptop is closed on the page: opened again, the words are there and are sent.
  await context.setOffline(true);
  await write(other, 2, 'Written on the train.');
  await expect(other.getByRole('status').filter({ hasText: 'Not connected' })).toBeVisible();
  await other.close();
  await context.setOffline(false);
  const again = await open();
  await expect(reasonIn(again, 2)).toHaveValue('Written on the train.');
  await expect(saved(again)).toBeVisible();
  await again.close();

  // Opened after the session has ended: the words wait until the same person signs in.
  await page.reload();
  await expect(reasonIn(page, 2)).toHaveValue('Written on the train.');
  await context.clearCookies();
  await write(page, 3, 'Written the morning after.');
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('E-mail address').fill(signInOf('auditor').email);
  await dialog.getByLabel('Password').fill(signInOf('auditor').password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(saved(page)).toBeVisible();
  const { body } = await send(page, 'GET', `/audits/${id}`);
  const kept = Object.values(body.answers).map((/** @type {any} */ answer) => answer.reason);
  expect(kept.toSorted()).toEqual([
    'Seen by the second tab in June.',
    'Written in the second tab.',
    'Written on the train.',
    'Written the morning after.',
  ]);
});
