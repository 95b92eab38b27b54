/** Pictures of every screen for human eyes, at a desk, on a phone and on paper. They are saved where PLUMBLINE_SHOTS says. */
import { mkdirSync } from 'node:fs';
import { expect, test } from './fixtures.js';

const folder = process.env.PLUMBLINE_SHOTS ?? 'test-results/shots';

/** `open` follows the first link of the list, so that no id stands here. */
const screens = [
  { name: 'home', role: 'quality_lead', path: '/' },
  { name: 'home-auditor', role: 'auditor', path: '/' },
  { name: 'home-administrator', role: 'administrator', path: '/' },
  { name: 'people', role: 'administrator', path: '/people' },
  { name: 'person', role: 'administrator', path: '/people', open: true },
  { name: 'person-new', role: 'administrator', path: '/people/new' },
  { name: 'clients', role: 'administrator', path: '/clients' },
  { name: 'journal', role: 'administrator', path: '/journal' },
  { name: 'standards', role: 'quality_lead', path: '/standards' },
  { name: 'standard', role: 'quality_lead', path: '/standards?standard=2' },
  { name: 'standards-versions', role: 'quality_lead', path: '/standards/versions' },
  { name: 'children', role: 'quality_lead', path: '/children' },
  { name: 'child', role: 'quality_lead', path: '/children', open: true },
  { name: 'audits', role: 'quality_lead', path: '/audits' },
  { name: 'audit', role: 'auditor', path: '/audits', open: true },
  { name: 'moderations', role: 'moderator', path: '/moderations' },
  { name: 'moderation', role: 'moderator', path: '/moderations', open: true },
  { name: 'surveys', role: 'quality_lead', path: '/surveys' },
  { name: 'survey', role: 'quality_lead', path: '/surveys', open: true },
  { name: 'indicators', role: 'quality_lead', path: '/indicators' },
  { name: 'indicator', role: 'quality_lead', path: '/indicators', open: true },
  { name: 'accessibility', role: 'quality_lead', path: '/accessibility' },
  { name: 'not-found', role: 'quality_lead', path: '/nowhere' },
  { name: 'forbidden', role: 'practitioner', path: '/journal' },
];

test.beforeAll(() => void mkdirSync(folder, { recursive: true }));

/** @param {import('@playwright/test').Page} page @param {string} name */
async function shoot(page, name) {
  await expect(page.locator('.qa-loading')).toHaveCount(0);
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: `${folder}/${name}-print.png`, fullPage: true });
  await page.emulateMedia({ media: 'screen' });
}

test('sign-in @shots', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await shoot(page, 'sign-in');
});

for (const { name, role, path, open } of screens) {
  test(`${name} @shots`, async ({ page, signInAs }) => {
    await signInAs(role, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const first = page.getByRole('main').getByRole('table').getByRole('link').first();
    if (open && (await first.count())) {
      await first.click();
      await page.waitForURL((url) => url.pathname !== path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    await shoot(page, name);
  });
}
