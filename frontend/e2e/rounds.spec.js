/** The journey of a round: its frame counted as it is planned, drawn once, shared out, allocated, and seen by an auditor. */
import { expect, test } from './fixtures.js';

test('a round from its plan to its audits', async ({ page, context, signInAs, checkAccessibility }) => {
  test.setTimeout(120_000);
  const main = page.getByRole('main');
  await signInAs('quality_lead', '/rounds');
  await main.getByRole('link', { name: 'Plan a round' }).click();

  // The counts follow the rule as it is written.
  await page.getByLabel('Title').fill('A journey of audits');
  await page.getByLabel('Audit tool').selectOption({ index: 1 });
  await page.getByLabel('How many').fill('4');
  await page.getByLabel('Children in need').check();
  await page.getByLabel('Child protection', { exact: true }).check();
  await expect(main.getByRole('table', { name: 'Not meant by the rule' })).toContainText('Another kind of case');
  await expect(main.getByRole('status').filter({ hasText: 'in the frame' })).toContainText('4 would be');
  await checkAccessibility();
  await page.getByRole('button', { name: 'Save the plan' }).click();

  // Drawn once; every case can be asked about.
  await page.getByRole('button', { name: 'Draw the cases' }).click();
  const cases = main.getByRole('table', { name: 'Cases to audit' });
  await expect(cases.getByRole('row')).toHaveCount(5);
  const ref = (await cases.getByRole('link').first().textContent()) ?? '';
  await page.getByLabel('Why was this child drawn, or not?').fill(ref);
  await page.getByRole('button', { name: 'Ask' }).click();
  await expect(main.getByText(/Drawn: place \d+ in its stratum/)).toBeVisible();
  await checkAccessibility();

  // Shared out over everybody who may, and allocated.
  for (const box of await page.getByRole('group', { name: 'Auditors' }).getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Propose who takes which' }).click();
  await page.getByRole('button', { name: 'Allocate 4 audits' }).click();
  await expect(main.getByText('0 of 4 audits are submitted, 0 of them final')).toHaveCount(2);
  await checkAccessibility();
  await page.goto('/coverage');
  await main.getByRole('table', { name: 'By team', exact: true }).waitFor();
  await checkAccessibility();

  // An auditor sees the rounds they audit in, and in them their own cases alone.
  await context.clearCookies();
  await signInAs('auditor', '/rounds');
  await main.getByRole('table').getByRole('link').first().click();
  await main.getByRole('table', { name: 'Cases to audit' }).waitFor();
  await expect(page.getByRole('heading', { name: 'How the cases were drawn' })).toHaveCount(0);
  await checkAccessibility();
});
