/** Pictures of every screen for human eyes, at a desk, on a phone and on paper, with the pages as they come out of a printer. They are saved where PLUMBLINE_SHOTS says. */
import { mkdirSync } from 'node:fs';
import { expect, test } from './fixtures.js';

const folder = process.env.PLUMBLINE_SHOTS ?? 'test-results/shots';

/** As a browser prints unless somebody chooses otherwise. */
const margin = { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' };

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
  { name: 'sources', role: 'data_analyst', path: '/sources' },
  { name: 'source', role: 'data_analyst', path: '/sources', open: true },
  { name: 'imports', role: 'data_analyst', path: '/imports' },
  { name: 'import-new', role: 'data_analyst', path: '/imports/new' },
  { name: 'import', role: 'data_analyst', path: '/imports', open: true },
  { name: 'child-records', role: 'quality_lead', path: '/children', open: true, then: showRecords },
  { name: 'audits', role: 'quality_lead', path: '/audits' },
  { name: 'audit', role: 'auditor', path: '/audits', open: true },
  { name: 'audit-findings', role: 'auditor', path: '/audits', open: true, then: openFindings },
  { name: 'concerns', role: 'head_of_childrens_social_care', path: '/concerns' },
  { name: 'actions', role: 'quality_lead', path: '/actions' },
  { name: 'action', role: 'quality_lead', path: '/actions?show=escalated', open: true },
  { name: 'action-proven', role: 'quality_lead', path: '/actions?show=proven', open: true },
  { name: 'action-new', role: 'team_manager', path: '/actions/new' },
  { name: 'home-service-manager', role: 'service_manager', path: '/' },
  { name: 'findings', role: 'quality_lead', path: '/findings' },
  { name: 'sheets', role: 'team_manager', path: '/sheets' },
  { name: 'sheet', role: 'team_manager', path: '/sheets', open: true },
  { name: 'moderations', role: 'moderator', path: '/moderations' },
  { name: 'moderation', role: 'moderator', path: '/moderations', open: true },
  { name: 'agreement', role: 'quality_lead', path: '/agreement?months=36' },
  { name: 'agreement-mine', role: 'auditor', path: '/my-grading?months=36' },
  { name: 'moderation-queue', role: 'quality_lead', path: '/moderation-queue' },
  { name: 'moderation-panel', role: 'moderator', path: '/moderations?state=revealed', open: true },
  { name: 'moderation-new', role: 'quality_lead', path: '/moderation-queue', then: allocateFirst },
  { name: 'disputes', role: 'quality_lead', path: '/disputes' },
  { name: 'dispute', role: 'quality_lead', path: '/disputes?state=open', open: true },
  { name: 'surveys', role: 'quality_lead', path: '/surveys' },
  { name: 'survey', role: 'quality_lead', path: '/surveys', open: true },
  { name: 'indicators', role: 'quality_lead', path: '/indicators' },
  { name: 'indicator', role: 'quality_lead', path: '/indicators', open: true },
  { name: 'indicator-p', role: 'quality_lead', path: '/indicators/assessments_45_days' },
  { name: 'indicator-run', role: 'quality_lead', path: '/indicators/care_leavers_in_touch' },
  { name: 'indicator-xmr', role: 'quality_lead', path: '/indicators/audits_completed' },
  { name: 'indicator-evidence', role: 'team_manager', path: '/indicators/assessments_45_days/evidence' },
  { name: 'indicator-settings', role: 'data_analyst', path: '/indicators/assessments_45_days/settings', then: tryOut },
  { name: 'accessibility', role: 'quality_lead', path: '/accessibility' },
  { name: 'not-found', role: 'quality_lead', path: '/nowhere' },
  { name: 'forbidden', role: 'practitioner', path: '/journal' },
  { name: 'home-lead-member', role: 'lead_member', path: '/' },
  { name: 'purple-book', role: 'quality_lead', path: '/purple-book' },
  { name: 'purple-book-contents', role: 'quality_lead', path: '/purple-book/contents' },
  { name: 'exceptions', role: 'quality_lead', path: '/exceptions' },
  { name: 'exception', role: 'quality_lead', path: '/exceptions', open: true },
  { name: 'comparators', role: 'data_analyst', path: '/comparators' },
  { name: 'feed-tokens', role: 'administrator', path: '/feed-tokens' },
  { name: 'feed', role: 'data_analyst', path: '/feed' },
  { name: 'indicators-lead-member', role: 'lead_member', path: '/indicators' },
  { name: 'indicator-team-month', role: 'quality_lead', path: '/indicators', open: true, then: chooseTeamAndMonth },
  { name: 'tools', role: 'quality_lead', path: '/tools' },
  { name: 'tool', role: 'quality_lead', path: '/tools', open: true },
  { name: 'tool-new', role: 'quality_lead', path: '/tools/new' },
  { name: 'tool-draft', role: 'quality_lead', path: '/tools?state=draft', open: true, then: changeTheDraft },
  { name: 'tool-preview', role: 'quality_lead', path: '/tools?kind=multi_agency', open: true, then: preview },
  { name: 'scales', role: 'quality_lead', path: '/tools/scales' },
  { name: 'audit-new', role: 'quality_lead', path: '/audits/new' },
  { name: 'audit-check', role: 'auditor', path: '/audits', open: true, then: checkAndSubmit },
  { name: 'audit-voices', role: 'auditor', path: '/audits', open: true, then: openVoices },
  { name: 'audit-asking', role: 'practitioner', path: '/', then: giveView },
  { name: 'voices', role: 'quality_lead', path: '/voices' },
  { name: 'views', role: 'practitioner', path: '/views' },
  { name: 'choices', role: 'quality_lead', path: '/choices' },
  { name: 'choice', role: 'quality_lead', path: '/choices', open: true },
  { name: 'audit-final', role: 'quality_lead', path: '/moderations?state=completed', open: true, then: openItsAudit },
  { name: 'moderation-completed', role: 'quality_lead', path: '/moderations?state=completed', open: true },
  { name: 'rounds', role: 'quality_lead', path: '/rounds' },
  { name: 'round-under-way', role: 'quality_lead', path: '/rounds?state=allocated', open: true },
  { name: 'round-drawn', role: 'quality_lead', path: '/rounds?state=drawn', open: true },
  { name: 'round-new', role: 'quality_lead', path: '/rounds/new' },
  { name: 'round-auditor', role: 'auditor', path: '/rounds', open: true },
  { name: 'coverage', role: 'quality_lead', path: '/coverage' },
  { name: 'coverage-children', role: 'team_manager', path: '/coverage/children' },
  { name: 'survey-closed', role: 'quality_lead', path: '/surveys?state=closed&audience=practitioner', open: true },
  { name: 'survey-open', role: 'quality_lead', path: '/surveys?state=open', open: true },
  { name: 'calibrations', role: 'moderator', path: '/calibrations' },
  { name: 'calibration-closed', role: 'quality_lead', path: '/calibrations?state=closed', open: true },
  { name: 'calibration-open', role: 'quality_lead', path: '/calibrations?state=open', open: true },
  { name: 'exemplars', role: 'practitioner', path: '/exemplars' },
  { name: 'exemplar', role: 'principal_social_worker', path: '/exemplars', open: true },
  { name: 'exemplar-new', role: 'principal_social_worker', path: '/exemplars/new' },
  { name: 'meetings', role: 'moderator', path: '/meetings' },
  { name: 'meeting-held', role: 'moderator', path: '/meetings?state=held', open: true },
  { name: 'meeting-planned', role: 'moderator', path: '/meetings?state=planned', open: true },
  { name: 'meeting-new', role: 'moderator', path: '/meetings/new' },
  { name: 'survey-new', role: 'quality_lead', path: '/surveys/new' },
];

/** @param {import('@playwright/test').Page} page */
async function openFindings(page) {
  await page.getByRole('link', { name: 'Findings and actions' }).click();
  await page.getByRole('button', { name: 'Add an area for improvement' }).click();
}

/** @param {import('@playwright/test').Page} page */
async function chooseTeamAndMonth(page) {
  await page.getByLabel('Team or service').selectOption({ label: '\u00a0\u00a0\u00a0\u00a0Locality North' });
  await page.getByLabel('By', { exact: true }).selectOption('month');
}

/** @param {import('@playwright/test').Page} page */
async function tryOut(page) {
  await page.getByRole('button', { name: /^Open/ }).first().click();
  await page.getByLabel(/^New number/).fill('40');
  await page.getByRole('button', { name: 'What would this do to last year?' }).click();
  await page.getByRole('img', { name: /^Two lines/ }).waitFor();
}

/** @param {import('@playwright/test').Page} page */
async function allocateFirst(page) {
  await page
    .getByRole('link', { name: /^Allocate/ })
    .first()
    .click();
}

/** @param {import('@playwright/test').Page} page */
async function showRecords(page) {
  await page.getByRole('button', { name: 'Show all records' }).click();
}

/** @param {import('@playwright/test').Page} page */
async function checkAndSubmit(page) {
  await page.getByRole('link', { name: 'Check and submit' }).first().click();
  await page.getByRole('button', { name: 'Submit the audit' }).click();
  await page.getByRole('alert').waitFor();
}

/** @param {import('@playwright/test').Page} page */
async function openVoices(page) {
  await page.getByRole('link', { name: 'Voices', exact: true }).last().click();
  await page
    .getByRole('group', { name: 'Child', exact: true })
    .getByRole('radio', { name: /Gave their view/ })
    .check();
}

/** @param {import('@playwright/test').Page} page */
async function giveView(page) {
  await page.getByRole('main').getByRole('link', { name: /^A-\d/ }).first().click();
  await page.getByLabel('What are you proud of in this work?').waitFor();
}

/** @param {import('@playwright/test').Page} page */
async function openItsAudit(page) {
  await page
    .getByRole('main')
    .getByRole('link', { name: /^A-\d|audit/i })
    .first()
    .click();
}

/** @param {import('@playwright/test').Page} page */
async function changeTheDraft(page) {
  await page.getByRole('link', { name: 'Change the draft' }).click();
  await page.getByRole('link', { name: /^1\. / }).click();
}

/** @param {import('@playwright/test').Page} page */
async function preview(page) {
  await page.getByRole('link', { name: 'See it as the auditor does' }).click();
}

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
  await page.pdf({ path: `${folder}/${name}.pdf`, format: 'A4', preferCSSPageSize: true, margin });
  await page.emulateMedia({ media: 'screen' });
}

test('sign-in @shots', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await shoot(page, 'sign-in');
});

for (const { name, role, path, open, then } of screens) {
  test(`${name} @shots`, async ({ page, signInAs }) => {
    await signInAs(role, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    // Lists are tables; sources, of which there are few, stand under headings.
    const first = page.getByRole('main').locator(':is(table, h2) a').first();
    if (open && (await first.count())) {
      await first.click();
      await page.waitForURL((url) => !path.startsWith(url.pathname));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    if (then) {
      await then(page);
      await page.waitForLoadState('networkidle');
    }
    await shoot(page, name);
  });
}

test('respond @shots', async ({ page, context, signInAs }) => {
  await signInAs('quality_lead', '/surveys?state=open');
  await page.getByRole('main').getByRole('table').getByRole('link').first().click();
  await page.getByLabel('How many links').fill('1');
  await page.getByRole('button', { name: 'Make links' }).click();
  const link = await page
    .getByRole('list', { name: /^Links to/ })
    .getByRole('listitem')
    .textContent();
  await context.clearCookies();
  await page.goto(`/respond.html${new URL(link ?? '').hash}`);
  await page.getByRole('button', { name: 'Start' }).waitFor();
  await shoot(page, 'respond-start');
  await page.setViewportSize({ width: 1366, height: 800 });
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('radio').first().waitFor();
  await shoot(page, 'respond-question');
  const questions = Number((await page.getByText(/^Question 1 of/).textContent())?.split(' ').at(-1));
  for (let question = 1; question <= questions; question += 1) {
    await page.getByText(`Question ${question} of ${questions}`).waitFor();
    await page.getByLabel('I do not want to say').check();
    await page.getByRole('button', { name: 'Next' }).click();
  }
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await shoot(page, 'respond-thanks');
});
