/** Audit tools: listed, read, begun from what is ready, built, published once, and followed by versions. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { broughtUpToDate, contentOf, countOld, differences, moved, nextPlace } from './builder.js';
import { find } from './CriterionChoice.jsx';
import { GradeGuide } from './GradeGuide.jsx';
import { ScalesPage } from './ScalesPage.jsx';
import { ToolBuilder } from './ToolBuilder.jsx';
import { ToolForm } from './ToolForm.jsx';
import { ToolList } from './ToolList.jsx';
import { ToolPage } from './ToolPage.jsx';
import { gradeWords, kindWords, levelsOf, levelWords, partsOf, sectionName } from './words.js';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const page = (/** @type {unknown[]} */ items) => ({ items, next_cursor: null, total: null });
const question = {
  criterion_id: 'c11',
  label: '1.1',
  set_code: 'practice',
  standard_number: 1,
  guidance: 'Look for the plan.',
  is_mandatory: true,
  kind: 'quality',
  by_grade: [],
};
/** @param {string} id @param {[string, string, boolean][]} levels */
const scale = (id, levels) => ({
  id,
  code: id,
  title: id,
  levels: levels.map(([code, label, isGood], i) => ({ code, label, position: i + 1, is_good_or_better: isGood })),
});
const quality = scale('ofsted', [
  ['good', 'Good', true],
  ['inadequate', 'Inadequate', false],
]);
const compliance = scale('compliance', [
  ['met', 'Met', true],
  ['not_met', 'Not met', false],
]);
/** @type {any} */
const tool = {
  id: 't1',
  title: 'Case audit',
  kind: 'managers',
  number: 2,
  state: 'draft',
  introduction: '',
  standards_version_id: 'v1',
  made_from_id: null,
  published_at: null,
  version: 3,
  scale: quality,
  compliance_scale: compliance,
  sections: [
    {
      id: 's1',
      standard_id: 'st1',
      standard_number: 1,
      set_code: 'practice',
      number: 1,
      title: 'Words of the standard',
      own_title: '',
      agency: '',
      questions: [
        { ...question, id: 'q1', code: '1.1', text: 'The first question' },
        { ...question, id: 'q2', code: '1.2', criterion_id: 'c12', text: 'The second question' },
      ],
    },
  ],
};
const version = { set: { code: 'practice', title: 'Practice standards' }, effective_from: null };
const words = [
  {
    id: 'st1',
    number: 1,
    label: '1',
    text: 'Words of the standard',
    criteria: [
      { id: 'c11', code: '1.1', text: 'Children are safeguarded from harm.' },
      { id: 'c12', code: '1.2', text: 'Children are seen alone.' },
      { id: 'c13', code: '1.3', text: 'Children achieve.' },
    ],
  },
];
const shelf = {
  'GET /api/v1/tools/t1': tool,
  'GET /api/v1/tools/scales': [
    { ...quality, tools_count: 4 },
    { ...compliance, tools_count: 0 },
  ],
  'GET /api/v1/standards/versions': page([
    { ...version, id: 'v2', number: 2, state: 'draft' },
    { ...version, id: 'v1', number: 1, state: 'published' },
  ]),
  'GET /api/v1/standards/versions/v1': { ...version, id: 'v1', number: 1, state: 'published', standards: words },
};
const drafter = ['tools:read', 'tools:draft'];
/** @param {string} [part] */
const build = (part = '1') =>
  show(<ToolBuilder />, { path: '/tools/:toolId/edit', at: `/tools/t1/edit?part=${part}`, permissions: drafter });

it('offers to make a tool only to those who may', async () => {
  answering({ 'GET /api/v1/tools': page([]) });
  show(<ToolList />, { permissions: ['tools:read'] });
  expect(await screen.findByText('No audit tool yet')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Make a tool' })).not.toBeInTheDocument();
});

it('says once what to look for, and publishes after asking', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'POST /api/v1/tools/t1/publish': { ...tool, state: 'published' },
  });
  const { user } = show(<ToolPage />, {
    path: '/tools/:toolId',
    at: '/tools/t1',
    permissions: ['tools:read', 'tools:draft'],
  });
  expect(await screen.findAllByText('Look for the plan.')).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Publish…' }));
  expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/publish'))).toBe(true));
});

it('lists what is in use and drafts, and earlier versions on request, by the address', async () => {
  const one = {
    kind: 'managers',
    questions_count: 14,
    standards_version_id: 'v1',
    published_at: '2026-01-05T09:00:00Z',
  };
  answering({
    'GET /api/v1/tools': page([
      { ...one, id: 't1', title: 'Case audit', version_number: 1, state: 'superseded' },
      { ...one, id: 't2', title: 'Case audit', version_number: 2, state: 'published' },
      {
        ...one,
        id: 't3',
        title: 'Quick look',
        kind: 'dip_sample',
        version_number: 1,
        state: 'draft',
        published_at: null,
      },
    ]),
  });
  const { user, address } = show(<ToolList />, { at: '/tools', permissions: drafter });
  expect(await screen.findAllByRole('row')).toHaveLength(3);
  await user.selectOptions(screen.getByLabelText('State'), 'superseded');
  expect(address()).toBe('/tools?state=superseded');
  expect(screen.getAllByRole('row')).toHaveLength(2);
  await user.selectOptions(screen.getByLabelText('Kind of audit'), 'dip_sample');
  expect(screen.getByText('No tool matches')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(screen.getByText('5 January 2026')).toBeInTheDocument();
});

it('begins from a ready-made tool, whose title follows the kind until it is changed', async () => {
  const ready = { purpose: 'Quick.', introduction: '', agencies: [], questions_count: 10, compliance_count: 9 };
  const asked = answering({
    ...shelf,
    'GET /api/v1/tools/ready-made': [
      { ...ready, kind: 'dip_sample', title: 'Dip sample' },
      { ...ready, kind: 'multi_agency', title: 'Multi-agency audit', agencies: ['Health', 'Police'] },
    ],
    'POST /api/v1/tools': tool,
  });
  const { user, address } = show(<ToolForm />, { path: '/tools/new', at: '/tools/new', permissions: drafter });
  await user.click(await screen.findByRole('button', { name: 'Make a draft' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give the tool a title');
  expect(screen.queryByRole('option', { name: /version 2/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('option', { name: 'Peer audit' })).not.toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Kind of audit'), 'multi_agency');
  expect(screen.getByText(/with parts for Health, Police/)).toBeInTheDocument();
  expect(screen.getByLabelText('Title')).toHaveValue('Multi-agency audit');
  await user.selectOptions(screen.getByLabelText('Kind of audit'), 'dip_sample');
  expect(screen.getByLabelText('Title')).toHaveValue('Dip sample');
  await user.type(screen.getByLabelText('Title'), ' of plans');
  await user.click(screen.getByLabelText('A blank page'));
  await user.selectOptions(screen.getByLabelText('Kind of audit'), 'peer');
  await user.click(screen.getByRole('button', { name: 'Make a draft' }));
  await waitFor(() => expect(address()).toBe('/tools/t1/edit'));
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    start: 'blank',
    title: 'Dip sample of plans',
    kind: 'peer',
    standards_version_id: 'v1',
  });
});

it('is built by keyboard and saved whole, with the version that was read', async () => {
  const asked = answering({ ...shelf, 'PUT /api/v1/tools/t1': { ...tool, version: 4 } });
  const { user } = build();
  expect(await screen.findByText('Everything is saved.')).toBeInTheDocument();
  const down = screen.getByRole('button', { name: 'Move quality question 1 down' });
  down.focus();
  await user.keyboard('{Enter}');
  expect(screen.getByRole('button', { name: 'Move quality question 2 down' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Add a question of compliance' }));
  const added = screen.getByRole('group', { name: 'compliance question 1' });
  await waitFor(() => expect(within(added).getByLabelText('Question')).toHaveFocus());
  await user.keyboard('Seen alone each time');
  await user.type(within(added).getByLabelText(/^Criterion/), 'seen alone');
  await user.click(within(added).getByRole('button', { name: /Children are seen alone/ }));
  await user.click(within(added).getByText(/What each answer means/));
  const met = within(added).getByRole('group', { name: 'Met' });
  await user.type(within(met).getByLabelText(/What it looks like/), 'At every visit.');
  expect(screen.getByText(/kept on this computer and not saved yet/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save the draft' }));
  await waitFor(() => expect(asked.some(({ method }) => method === 'PUT')).toBe(true));
  const sent = asked.find(({ method }) => method === 'PUT');
  expect(sent?.headers.get('if-match')).toBe('"3"');
  const body = /** @type {any} */ (sent?.body);
  expect(body.sections[0].questions.map((/** @type {any} */ one) => one.text)).toEqual([
    'The second question',
    'The first question',
    'Seen alone each time',
  ]);
  expect(body.sections[0].questions[2]).toMatchObject({
    kind: 'compliance',
    criterion_id: 'c12',
    by_grade: [{ grade: 'met', guidance: 'At every visit.', exemplar: '' }],
  });
  expect(body).toMatchObject({ title: 'Case audit', scale_id: 'ofsted', compliance_scale_id: 'compliance' });
});

it('adds sections, and goes on with what somebody else saved or puts its own in the place', async () => {
  const theirs = { ...tool, version: 5, introduction: 'Theirs.' };
  let isStale = true;
  const asked = answering({
    ...shelf,
    'PUT /api/v1/tools/t1': () =>
      isStale ? problemAnswer(412, /** @type {any} */ ({ code: 'stale', current: theirs })) : { ...tool, version: 6 },
  });
  const { user, address } = build('about');
  await user.click(await screen.findByRole('button', { name: 'Add a section' }));
  expect(address()).toBe('/tools/t1/edit?part=2');
  await user.type(screen.getByLabelText('Title'), 'Our own');
  await user.type(screen.getByLabelText(/^Agency/), 'Health');
  expect(screen.getByRole('link', { name: /Health: Our own/ })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Move section 2 up' }));
  expect(address()).toBe('/tools/t1/edit?part=1');
  expect(screen.getByLabelText('Title')).toHaveValue('Our own');
  await user.click(screen.getByRole('button', { name: 'Move section 1 down' }));
  await user.click(screen.getByRole('button', { name: 'Save the draft' }));
  const notice = await screen.findByRole('alert');
  expect(notice).toHaveTextContent('Yours and theirs differ: about the tool, section 2.');
  isStale = false;
  await user.click(screen.getByRole('button', { name: 'Put mine in its place' }));
  await waitFor(() => expect(asked.filter(({ method }) => method === 'PUT')).toHaveLength(2));
  expect(asked.findLast(({ method }) => method === 'PUT')?.headers.get('if-match')).toBe('"5"');
});

it('leads from what keeps it from being published to the field', async () => {
  const detail = 'Write the question.';
  answering({
    ...shelf,
    'POST /api/v1/tools/t1/publish': () =>
      problemAnswer(422, { errors: [{ pointer: '/sections/0/questions/1/text', code: 'missing', detail }] }),
  });
  const { user, address } = build('about');
  await user.click(await screen.findByRole('button', { name: 'Publish…' }));
  expect(screen.getByText(/The version in use now is superseded/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  await user.click(await screen.findByRole('link', { name: detail }));
  expect(address()).toBe('/tools/t1/edit?part=1');
  await waitFor(() => expect(document.activeElement).toHaveValue('The second question'));
});

it('is not built by those who may not, nor once it is published', async () => {
  answering({ ...shelf, 'GET /api/v1/tools/t1': { ...tool, state: 'published' } });
  show(<ToolBuilder />, { path: '/tools/:toolId/edit', at: '/tools/t1/edit', permissions: ['tools:read'] });
  expect(screen.queryByRole('button', { name: 'Save the draft' })).not.toBeInTheDocument();
  build();
  expect(await screen.findByText(/can never change/)).toBeInTheDocument();
});

it('begins the next version of what is in use, and says when a later one is', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': { ...tool, state: 'published' },
    'GET /api/v1/tools/t0': { ...tool, id: 't0', state: 'superseded' },
    'POST /api/v1/tools/t1/versions': { ...tool, id: 't9' },
  });
  const { user, address } = show(<ToolPage />, { path: '/tools/:toolId', at: '/tools/t1', permissions: drafter });
  await user.click(await screen.findByRole('button', { name: 'Begin a new version' }));
  await waitFor(() => expect(address()).toBe('/tools/t9/edit'));
  expect(asked.some(({ path }) => path.endsWith('/versions'))).toBe(true);
  show(<ToolPage />, { path: '/tools/:toolId', at: '/tools/t0', permissions: drafter });
  expect(await screen.findByText(/A later version is in use/)).toBeInTheDocument();
});

it('deletes a draft after asking, at the version that was read', async () => {
  const asked = answering({
    'GET /api/v1/tools/t1': tool,
    'DELETE /api/v1/tools/t1': new Response(null, { status: 204 }),
  });
  const { user, address } = show(<ToolPage />, { path: '/tools/:toolId', at: '/tools/t1', permissions: drafter });
  await user.click(await screen.findByRole('button', { name: 'Delete the draft…' }));
  await user.click(screen.getByRole('button', { name: 'Delete the draft' }));
  await waitFor(() => expect(address()).toBe('/tools'));
  expect(asked.find(({ method }) => method === 'DELETE')?.headers.get('if-match')).toBe('"3"');
});

it('makes a scale from words, the best first', async () => {
  const asked = answering({
    ...shelf,
    'POST /api/v1/tools/scales': { ...quality, title: 'Three steps', tools_count: 0 },
  });
  const { user } = show(<ScalesPage />, { permissions: drafter });
  expect(await screen.findByText('4 versions of tools; it never changes')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Make the scale' }));
  expect(screen.getByRole('alert')).toHaveTextContent('Name level 2');
  await user.type(screen.getByLabelText('Title'), 'Three steps');
  for (const [i, label] of ['Done', 'Nearly', 'Begun'].entries()) {
    await user.type(screen.getByLabelText(new RegExp(`^Level ${i + 1}`)), label);
  }
  await user.click(screen.getByRole('button', { name: 'Add a level' }));
  await user.type(screen.getByLabelText('Level 4'), 'Not begun');
  await user.selectOptions(screen.getByLabelText('Good or better down to'), '2');
  await user.click(screen.getByRole('button', { name: 'Make the scale' }));
  expect(await screen.findByText(/Three steps is made/)).toBeInTheDocument();
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    title: 'Three steps',
    levels: [
      { label: 'Done', is_good_or_better: true },
      { label: 'Nearly', is_good_or_better: true },
      { label: 'Begun', is_good_or_better: false },
      { label: 'Not begun', is_good_or_better: false },
    ],
  });
});

it('shows what each grade means in place, and nothing where nothing is written', () => {
  const guided = {
    ...question,
    id: 'q',
    code: '1.1',
    text: '',
    by_grade: [{ grade: 'good', guidance: 'Seen.', exemplar: 'A drawing.' }],
  };
  const { container } = show(<GradeGuide question={/** @type {any} */ (guided)} levels={quality.levels} />);
  expect(screen.getByText('For example: A drawing.')).toBeInTheDocument();
  expect(container).toHaveTextContent('Good');
  const bare = show(<GradeGuide question={/** @type {any} */ ({ ...guided, by_grade: [] })} levels={quality.levels} />);
  expect(bare.container).toBeEmptyDOMElement();
});

it('moves within its kind, finds by number or words, and names what differs', () => {
  const list = /** @type {any} */ ([{ kind: 'quality' }, { kind: 'compliance' }, { kind: 'quality' }]);
  expect([nextPlace(list, 0, 1), nextPlace(list, 1, 1), nextPlace(list, 2, -1), nextPlace(list, 0, -1)]).toEqual([
    2, -1, 0, -1,
  ]);
  expect([moved(['a', 'b', 'c'], 0, 2), moved(['a', 'b'], 0, -1)]).toEqual([
    ['b', 'c', 'a'],
    ['a', 'b'],
  ]);
  const criteria = /** @type {any} */ (
    words.flatMap((one) => one.criteria.map((c) => ({ ...c, setTitle: 'Practice' })))
  );
  expect(find(criteria, '1.3').map(({ code }) => code)).toEqual(['1.3']);
  expect(find(criteria, 'children alone').map(({ code }) => code)).toEqual(['1.2']);
  expect(find(criteria, ' ')).toEqual([]);
  const mine = contentOf(tool);
  expect(differences(mine, { ...mine, title: ' Case audit ' })).toEqual([]);
  expect(differences(mine, { ...mine, sections: [] })).toEqual(['section 1']);
});

it('links a draft of earlier standards to those in force, by the same numbers', () => {
  const clauses = {
    versions: [{ id: 'v2', set: 'practice' }],
    standards: [{ id: 'new', name: '', number: 1, set: 'practice' }],
    criteria: [{ id: 'newer', code: '1.2', text: '', set: 'practice', setTitle: '' }],
  };
  expect(countOld(contentOf(tool), clauses)).toBe(3);
  const content = broughtUpToDate(contentOf(tool), clauses);
  expect(content.standards_version_id).toBe('v2');
  expect(content.sections[0]?.standard_id).toBe('new');
  expect(content.sections[0]?.questions.map(({ criterion_id }) => criterion_id)).toEqual([null, 'newer']);
  expect(countOld(content, clauses)).toBe(0);
  expect(broughtUpToDate(content, clauses)).toEqual(content);
});

it('keeps compliance apart, on a scale of its own', () => {
  const mixed = {
    ...tool.sections[0],
    questions: [
      { ...question, id: 'a', kind: 'compliance' },
      { ...question, id: 'b' },
    ],
  };
  expect(partsOf(mixed).map(({ title, questions }) => [title, questions[0]?.id])).toEqual([
    ['', 'b'],
    ['Compliance: was it done?', 'a'],
  ]);
  expect(levelsOf(tool, mixed.questions[0])).toBe(compliance.levels);
  expect(sectionName(mixed)).toBe('1. Words of the standard');
  expect(sectionName({ ...mixed, own_title: 'Seen', title: 'Seen', agency: 'Police' })).toBe('Police: Seen');
});

it('has a word for every grade, also of a scale that it does not know', () => {
  expect(gradeWords('requires_improvement')).toBe('Requires improvement');
  expect(gradeWords('partly_met')).toBe('Partly met');
  expect(levelWords([], null)).toBe('No grade');
  expect(kindWords('something_new')).toBe('Something new');
});
