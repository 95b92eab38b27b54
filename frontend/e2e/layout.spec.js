/** The frame of every page: it fits the narrowest screen, can be walked by keyboard, and breaks no rule of accessibility. */
import { expect, test } from './fixtures.js';

/** `open` follows the first link of the list, so that no id stands here. */
const pages = [
  { role: 'quality_lead', path: '/', title: 'Quality of practice' },
  { role: 'quality_lead', path: '/standards', title: 'Practice standards' },
  { role: 'quality_lead', path: '/standards/versions', title: 'Versions of the standards' },
  { role: 'quality_lead', path: '/standards/sets/new', title: 'Begin another set of standards' },
  { role: 'quality_lead', path: '/indicators', title: 'Indicators' },
  { role: 'quality_lead', path: '/children', title: 'Children' },
  { role: 'quality_lead', path: '/children', open: true, title: /^Child / },
  { role: 'data_analyst', path: '/sources', title: 'Data' },
  { role: 'data_analyst', path: '/sources', open: true, title: /./ },
  { role: 'administrator', path: '/sources', title: 'Data' },
  { role: 'data_analyst', path: '/imports', title: 'Imports' },
  { role: 'data_analyst', path: '/imports/new', title: 'Bring in files' },
  { role: 'quality_lead', path: '/tools', title: 'Audit tools' },
  { role: 'quality_lead', path: '/tools', open: true, title: /./ },
  { role: 'quality_lead', path: '/tools/new', title: 'Make an audit tool' },
  { role: 'quality_lead', path: '/surveys', title: 'Surveys' },
  { role: 'quality_lead', path: '/surveys?state=open', open: true, title: /./ },
  { role: 'quality_lead', path: '/surveys?state=closed', open: true, title: /./ },
  { role: 'quality_lead', path: '/surveys/new', title: 'Write a survey' },
  { role: 'lead_member', path: '/indicators', title: 'Indicators' },
  { role: 'quality_lead', path: '/indicators', open: true, title: /./ },
  { role: 'quality_lead', path: '/indicators/assessments_45_days/evidence', title: /Assessments completed/ },
  { role: 'team_manager', path: '/indicators/assessments_45_days/evidence', title: /Assessments completed/ },
  { role: 'data_analyst', path: '/indicators/assessments_45_days/settings', title: /Assessments completed/ },
  { role: 'quality_lead', path: '/purple-book', title: 'Purple Book' },
  { role: 'lead_member', path: '/purple-book', title: 'Purple Book' },
  { role: 'quality_lead', path: '/purple-book/contents', title: 'Arrange the Purple Book' },
  { role: 'quality_lead', path: '/exceptions', title: 'Exceptions' },
  { role: 'quality_lead', path: '/exceptions', open: true, title: /./ },
  { role: 'data_analyst', path: '/feed', title: 'Data feed' },
  { role: 'administrator', path: '/feed-tokens', title: 'Feed tokens' },
  { role: 'data_analyst', path: '/comparators', title: 'Published figures' },
  { role: 'lead_member', path: '/', title: 'Quality of practice' },
  { role: 'administrator', path: '/people', title: 'People' },
  { role: 'administrator', path: '/people/new', title: 'Add a person' },
  { role: 'administrator', path: '/clients', title: 'Machine clients' },
  { role: 'administrator', path: '/journal', title: 'Journal' },
  { role: 'quality_lead', path: '/accessibility', title: 'Accessibility statement' },
  { role: 'quality_lead', path: '/nowhere', title: 'Page not found' },
  { role: 'practitioner', path: '/journal', title: 'Journal' },
  { role: 'practitioner', path: '/sources', title: 'Data' },
  { role: 'administrator', path: '/imports', title: 'Imports' },
];

/** Lists are tables; sources, of which there are few, stand under headings. */
const firstOfList = ':is(tbody, h2) a';

for (const { role, path, open, title } of pages) {
  test(`${path}${open ? ', the first of it,' : ''} as ${role} is accessible and fits 320 pixels`, async ({
    page,
    signInAs,
    checkAccessibility,
  }) => {
    await signInAs(role, path);
    if (open) {
      await page.getByRole('main').locator(firstOfList).first().click();
      await page.waitForURL((url) => url.pathname !== new URL(path, url).pathname);
    }
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await checkAccessibility();
    await page.setViewportSize({ width: 320, height: 640 });
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(excess, 'pixels that stick out to the right').toBeLessThanOrEqual(0);
    await checkAccessibility();
  });
}

test('signing in keeps the address, and the next page takes the focus to its heading', async ({ page, signInAs }) => {
  await signInAs('quality_lead', '/standards?standard=3');
  await expect(page).toHaveURL(/\/standards\?standard=3/);
  await page.getByRole('link', { name: 'Numbers' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Indicators' })).toBeFocused();
});

test('Ctrl+K goes anywhere, by keyboard alone', async ({ page, signInAs, checkAccessibility }) => {
  await signInAs('quality_lead', '/');
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: /reference/ });
  await expect(input).toBeFocused();
  await checkAccessibility();
  await input.fill('stand');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Practice standards' })).toBeFocused();
});

test('a forgotten session asks to sign in again over the page', async ({ page, context, signInAs }) => {
  await signInAs('quality_lead', '/standards');
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await context.clearCookies();
  await page.getByRole('link', { name: 'All versions' }).click();
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
});
