/** The journey of a file: brought in by the data analyst, followed, its rejected row fetched, its findings looked at, and a replacement confirmed. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.js';

const source = `invented_${Date.now().toString(36)}`;

/** A file of invented rows. @param {string} name @param {string[]} lines */
const fileOf = (name, lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\r\n')}\r\n`) });

const people = [1, 2, 3, 4].map((n) => `e2e-${n},F,2015-0${n}-11,Invented`);
const referrals = [
  'e2e-r1,e2e-1,2026-01-05,N1',
  'e2e-r2,e2e-2,05/02/2026,N99',
  'e2e-r3,e2e-3,the fifth of March,N2',
  'e2e-r4,e2e-4,2026-04-05,N3',
];
const personFile = (/** @type {string[]} */ rows) =>
  fileOf('ssd_person.csv', ['pers_person_id,pers_sex,pers_dob,pers_forename', ...rows]);
const referralFile = fileOf('cin_episodes.csv', [
  'cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code',
  ...referrals,
]);

test('a file from the analyst’s desk to the rows to mend', async ({ page, signInAs, checkAccessibility }) => {
  test.setTimeout(120_000);
  const heading = page.getByRole('heading', { level: 1 });
  const done = page.getByRole('definition').filter({ hasText: /^Completed$/ });

  // What the files are, and whose records they hold.
  await signInAs('data_analyst', '/sources');
  await page.getByRole('link', { name: 'Bring in files' }).first().click();
  await expect(heading).toHaveText('Bring in files');
  await page.getByRole('button', { name: 'Go on to the files' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await checkAccessibility();
  await page.getByLabel('Tables of the Standard Safeguarding Dataset').check();
  await page.getByLabel('Another source system').check();
  await page.getByLabel('Name of the source system').fill(source);
  await page.getByRole('button', { name: 'Go on to the files' }).click();
  await expect(heading).toContainText(`Files from ${source}`);
  await checkAccessibility();

  // Each file says how it was read before anything is stored; one without a known name is asked about.
  const unknown = { ...referralFile, name: 'extract of Monday.csv' };
  await page.getByLabel('Choose files, or drop them here').setInputFiles([personFile(people), unknown]);
  const come = page.getByRole('table', { name: 'Files that have come' });
  await expect(come.getByRole('row', { name: /^person/ })).toContainText('pers_forename');
  await checkAccessibility();
  await page.getByLabel('Which table does extract of Monday.csv hold?').selectOption('cin_episodes');
  await page.getByRole('button', { name: /^Send it/ }).click();
  await expect(come.getByRole('row', { name: /^cin_episodes/ })).toContainText('Referrals: 4');
  await checkAccessibility();
  await page.getByRole('button', { name: 'Bring in 2 files' }).click();
  await expect(done).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('row', { name: /^Referrals/ })).toContainText('4');
  await checkAccessibility();

  // The row that could not be read, on the page and as a file.
  const rejected = page.getByRole('table', { name: 'Rows to mend' }).getByRole('row', { name: /cin_episodes, row 3/ });
  await expect(rejected).toContainText('Row rejected');
  await expect(rejected).toContainText('cine_referral_date');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download these rows (CSV)' }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('cine_referral_date');
  expect(text).not.toContain('the fifth of March');

  // The source's page tells what is wrong with what was stored, and shows the row behind it.
  await page.getByRole('link', { name: source, exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Data quality' })).toBeVisible();
  await page.getByRole('button', { name: 'Count again' }).click();
  await expect(page.getByText('Counted again.')).toBeVisible();
  const found = page.getByRole('table', { name: 'What was found in Referrals' });
  await expect(found).toContainText(/code/i);
  await checkAccessibility();
  await found
    .getByRole('row', { name: /code/i })
    .getByRole('link', { name: /^Show rows/ })
    .click();
  await expect(page.getByRole('row', { name: /e2e-r2/ })).toContainText('N99');
  await expect(page.getByRole('main').getByRole('link', { name: /^[A-Z0-9]{16}$/ })).toHaveCount(0);
  await checkAccessibility();

  // A replacement that lacks children is held, and goes on only when a person says so.
  await page.goto(`/imports/new?source_system=${source}&format=ssd&mode=snapshot`);
  await page.getByRole('button', { name: 'Go on to the files' }).click();
  await page.getByLabel('Choose files, or drop them here').setInputFiles(personFile(people.slice(0, 2)));
  await page.getByRole('button', { name: 'Bring in 1 file' }).click();
  await expect(page.getByRole('heading', { name: 'Should 2 rows be removed?' })).toBeVisible({ timeout: 30_000 });
  await checkAccessibility();
  await page.getByRole('button', { name: 'Remove them and go on…' }).click();
  await checkAccessibility();
  await page.getByRole('button', { name: 'Remove 2 rows' }).click();
  await expect(done).toBeVisible({ timeout: 30_000 });
  await page.goto('/imports');
  await expect(page.getByRole('row', { name: new RegExp(source) })).toHaveCount(2);
  await checkAccessibility();
});
