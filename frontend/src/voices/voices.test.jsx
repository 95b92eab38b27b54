/** Voices: written down as they come, sealed and shown with the audit; the practitioner's own view beside; counted for managers. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { answering, problemAnswer, show } from '../kernel/testing/screen.jsx';
import { AskedPanel } from './AskedPanel.jsx';
import { bodyOf, familyIn, fieldsOf, nextPlace, viewBodyOf } from './fields.js';
import { ViewList } from './ViewList.jsx';
import { ViewPage } from './ViewPage.jsx';
import { VoicesPanel } from './VoicesPanel.jsx';
import { VoicesStep } from './VoicesStep.jsx';
import { VoicesSummary } from './VoicesSummary.jsx';

// A busy machine types slowly.
vi.setConfig({ testTimeout: 30_000 });

const levels = ['outstanding', 'good', 'requires_improvement', 'inadequate'].map((code, i) => ({
  code,
  label: `${code.charAt(0).toUpperCase()}${code.slice(1).replace('_', ' ')}`,
  position: i + 1,
  is_good_or_better: i < 2,
}));
const question = { id: 'q1', code: '1.1', label: '1.1', text: 'Criterion 1.1', kind: 'quality' };
const section = {
  id: 's1',
  number: 1,
  standard_number: 1,
  title: 'The child comes first',
  own_title: '',
  agency: null,
};
/** @type {any} */
const tool = {
  id: 't1',
  scale: { code: 'ofsted', title: 'Ofsted', levels },
  compliance_scale: { code: 'compliance', title: 'Compliance', levels: [] },
  sections: [{ ...section, questions: [question] }],
};
/** @type {any} */
const audit = { id: 'a1', reference: 'A-000123', child_ref: '104233', state: 'in_progress' };
const blank = {
  relation: null,
  state: null,
  reason: '',
  means: null,
  heard_on: null,
  asked_by: null,
  said: '',
  is_judgement_changed: null,
  change: '',
  sections: {},
};
const unasked = (/** @type {string} */ place) => ({
  pointer: `/voices/${place}/state`,
  code: 'voice_needed',
  detail: `Say whether ${place} was asked, or why not.`,
});
/** @type {any} */
const nothing = {
  audit_id: 'a1',
  is_sealed: false,
  is_view_handed_in: false,
  voices: {},
  missing: [unasked('child'), unasked('practitioner')],
  version: 1,
};
const noViews = { 'GET /api/v1/voices/a1/views': { audit_id: 'a1', items: [] } };
/** @type {any} */
const beside = {
  practitioner_name: 'Ravi Thorne',
  handed_in_at: '2026-11-03T10:42:00Z',
  are_grades_hidden: true,
  overall_grade: null,
  overall_reason: 'We kept at it.',
  proud_of: 'The plan is in the child’s words.',
  would_do_differently: 'Ring the school sooner.',
  sections: { s1: { grade: null, reason: 'Seen alone each time.' } },
  questions: {},
  compared: null,
  agreed: null,
};

/** A server that keeps what is sent, as the real one does. */
function keeping() {
  let held = structuredClone(nothing);
  return {
    ...noViews,
    'GET /api/v1/voices/a1': () => held,
    'PATCH /api/v1/voices/a1': (/** @type {any} */ { body }) => {
      held = structuredClone({ ...held, version: held.version + 1, missing: [] });
      for (const [place, change] of Object.entries(body.voices)) {
        if (change === null) delete held.voices[place];
        else held.voices[place] = { ...blank, ...held.voices[place], .../** @type {object} */ (change) };
      }
      return held;
    },
  };
}

const sentIn = (/** @type {any[]} */ asked) =>
  asked.filter(({ method }) => method === 'PATCH').map(({ body }) => body.voices);

describe('the step of the form', () => {
  it('asks for what a voice needs, saves it, and says when nothing is missing', async () => {
    const asked = answering(keeping());
    const { user } = show(<VoicesStep audit={audit} tool={tool} />);
    expect(await screen.findByText('Still needed before you can submit:')).toBeInTheDocument();
    const child = screen.getByRole('group', { name: 'Child' });
    await user.click(screen.getByRole('button', { name: 'Say whether child was asked, or why not.' }));
    expect(within(child).getByRole('radio', { name: /Asked, waiting/ })).toHaveFocus();
    expect(within(child).queryByLabelText(/in their own words/)).not.toBeInTheDocument();
    await user.click(within(child).getByRole('radio', { name: /Gave their view/ }));
    await user.selectOptions(within(child).getByLabelText('How they were heard'), 'met');
    await user.type(within(child).getByLabelText(/in their own words/), 'She listens.');
    await user.click(within(child).getByRole('radio', { name: 'Yes' }));
    expect(within(child).getByLabelText('What it changed, and of which standard')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByText(/^All changes saved at/)).toBeInTheDocument());
    const sent = Object.assign({}, ...sentIn(asked).map((voices) => voices.child));
    expect(sent).toEqual({ state: 'given', means: 'met', said: 'She listens.', is_judgement_changed: true });
    expect(await screen.findByText('Everything that is needed to submit is here.')).toBeInTheDocument();
  });

  it('takes several people of a family, and takes one out again', async () => {
    const asked = answering(keeping());
    const { user } = show(<VoicesStep audit={audit} tool={tool} />);
    await user.click(await screen.findByRole('button', { name: 'Add another parent or carer' }));
    const [first, second] = screen.getAllByRole('group', { name: 'Parent or carer' });
    await user.selectOptions(within(/** @type {HTMLElement} */ (first)).getByLabelText(/Who they are/), 'mother');
    await user.click(within(/** @type {HTMLElement} */ (second)).getByRole('radio', { name: /declined/ }));
    await waitFor(() => expect(screen.getByText(/^All changes saved at/)).toBeInTheDocument());
    await user.click(screen.getByRole('button', { name: /Take out parent or carer/ }));
    await waitFor(() => expect(sentIn(asked).at(-1)).toEqual({ family_2: null }));
    expect(screen.getAllByRole('group', { name: /Mother|Parent or carer/ })).toHaveLength(1);
  });

  it('keeps words that clash with another tab until somebody chooses', async () => {
    const theirs = {
      ...nothing,
      version: 5,
      voices: { child: { ...blank, state: 'given', said: 'From the other tab.' } },
    };
    const mine = { ...nothing, voices: { child: { ...blank, state: 'given' } } };
    answering({
      ...noViews,
      'GET /api/v1/voices/a1': mine,
      'PATCH /api/v1/voices/a1': () => problemAnswer(412, /** @type {any} */ ({ code: 'stale', current: theirs })),
    });
    const { user } = show(<VoicesStep audit={audit} tool={tool} />);
    await user.type(await screen.findByLabelText(/in their own words/), 'From here.');
    expect(await screen.findByText('Child, said: changed elsewhere too')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Use the other' }));
    expect(screen.getByLabelText(/in their own words/)).toHaveValue('From the other tab.');
  });
});

it('turns voices into fields and back, each alone', () => {
  const words = { said: 'So.', is_judgement_changed: true };
  const fields = fieldsOf({ ...nothing, voices: { child: { ...blank, speaker: 'child', sections: { s1: words } } } });
  expect(fields['child/sections/s1/said']).toBe('So.');
  expect(bodyOf({ 'child/sections/s1/said': 'x', 'family_2/is_removed': true, 'family_2/said': 'y' })).toEqual({
    voices: { child: { sections: { s1: { said: 'x' } } }, family_2: null },
  });
  expect(bodyOf({ 'family_2/is_removed': false, 'family_2/state': null })).toEqual({
    voices: { family_2: { state: null } },
  });
  expect(familyIn({})).toEqual(['family_1']);
  expect(nextPlace({ 'family_1/state': 'given', 'family_3/state': null })).toBe('family_2');
  expect(viewBodyOf({ proud_of: 'x', 'sections/s1/grade': 'good' })).toEqual({
    proud_of: 'x',
    sections: { s1: { grade: 'good' } },
  });
});

describe('the record', () => {
  it('shows who was heard, what they said and what it changed', async () => {
    const child = {
      ...blank,
      speaker: 'child',
      state: 'given',
      means: 'advocate',
      heard_on: '2026-11-03',
      asked_by: 'auditor',
    };
    answering({
      ...noViews,
      'GET /api/v1/voices/a1': {
        ...nothing,
        voices: {
          child: { ...child, said: 'She listens.', is_judgement_changed: true, change: 'Raised standard 4.' },
          practitioner: { ...blank, speaker: 'practitioner', state: 'unreachable', reason: 'Off sick all month.' },
        },
      },
    });
    show(<VoicesPanel audit={audit} tool={tool} />);
    expect(await screen.findByText('She listens.')).toBeInTheDocument();
    expect(screen.getByText('Through an advocate on 3 November 2026, asked by the auditor')).toBeInTheDocument();
    expect(screen.getByText('It changed the judgement: Raised standard 4.')).toBeInTheDocument();
    expect(screen.getByText('Nothing written down')).toBeInTheDocument();
    expect(screen.getByText('Off sick all month.')).toBeInTheDocument();
  });

  it('lays the practitioner’s view beside, without grades until both are given', async () => {
    const answers = {
      'GET /api/v1/voices/a1': nothing,
      'GET /api/v1/voices/a1/views': { audit_id: 'a1', items: [beside] },
    };
    answering(answers);
    const { unmount } = show(<VoicesPanel audit={audit} tool={tool} />);
    expect(await screen.findByText(/grades are shown when yours are given/)).toBeInTheDocument();
    expect(screen.getByText('Seen alone each time.')).toBeInTheDocument();
    expect(screen.queryByRole('columnheader', { name: 'Auditor' })).not.toBeInTheDocument();
    unmount();
    const open = {
      ...beside,
      are_grades_hidden: false,
      sections: { s1: { grade: 'good', reason: 'Seen alone each time.' } },
      compared: [{ kind: 'section', id: 's1', practitioner: 'good', auditor: 'inadequate', is_agreed: false }],
      agreed: 0,
    };
    answering({ ...answers, 'GET /api/v1/voices/a1/views': { audit_id: 'a1', items: [open] } });
    show(<VoicesPanel audit={audit} tool={tool} />);
    expect(await screen.findByText(/agree in 0 of 1 place that both graded/)).toBeInTheDocument();
    expect(screen.getByText('(differ)')).toBeInTheDocument();
  });
});

describe('the practitioner', () => {
  const view = {
    audit_id: 'a1',
    reference: 'A-000123',
    kind: 'managers',
    tool_id: 't1',
    tool_title: 'Case audit',
    child_id: 'k1',
    child_ref: '104233',
    due_on: '2026-12-01',
    period_from: '2025-11-01',
    period_to: '2026-11-01',
    is_begun: false,
    handed_in_at: null,
    is_open: true,
    ended: null,
  };
  const whole = {
    ...view,
    overall_grade: null,
    overall_reason: '',
    proud_of: '',
    would_do_differently: '',
    sections: {},
    questions: {},
    version: 1,
  };

  it('is asked on the home page, which says nothing when no audit asks', async () => {
    answering({ 'GET /api/v1/views': { items: [view], next_cursor: null, total: null } });
    const { unmount } = show(<AskedPanel />);
    expect(await screen.findByRole('link', { name: 'A-000123' })).toHaveAttribute('href', '/views/a1');
    expect(screen.getByText('Not begun')).toBeInTheDocument();
    unmount();
    const asked = answering({ 'GET /api/v1/views': { items: [], next_cursor: null, total: null } });
    const { container } = show(<AskedPanel />);
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(container).toBeEmptyDOMElement();
  });

  it('writes bit by bit, is told what is missing, and hands in once', async () => {
    /** @type {any} */ let held = whole;
    const asked = answering({
      'GET /api/v1/tools/t1': tool,
      'GET /api/v1/views/a1': () => held,
      'PATCH /api/v1/views/a1': (/** @type {any} */ { body }) => {
        const { sections = {}, ...top } = body;
        held = { ...held, ...top, sections: { ...held.sections }, version: held.version + 1 };
        for (const [id, own] of Object.entries(sections)) {
          held.sections[id] = { grade: null, reason: '', ...held.sections[id], .../** @type {object} */ (own) };
        }
        return held;
      },
      'POST /api/v1/views/a1/hand-in': () => {
        if (!held.proud_of) {
          const errors = [{ pointer: '/proud_of', code: 'words_needed', detail: 'Write something first.' }];
          return problemAnswer(422, { code: 'invalid', errors });
        }
        held = { ...held, handed_in_at: '2026-11-03T10:42:00Z', is_open: false };
        return held;
      },
    });
    const { user } = show(<ViewPage />, { path: '/views/:auditId', at: '/views/a1', permissions: ['voices:answer'] });
    await user.click((await screen.findAllByRole('radio', { name: 'Good' }))[1] ?? document.body);
    await user.type(screen.getByLabelText('Reason'), 'Seen alone.');
    await user.click(screen.getByRole('button', { name: 'Hand in your view' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Write something first.');
    await user.type(screen.getByLabelText('What are you proud of in this work?'), 'The plan.');
    await user.click(screen.getByRole('button', { name: 'Hand in your view' }));
    expect(await screen.findByText(/You handed in your view on 3 November 2026/)).toBeInTheDocument();
    expect(screen.getByText('Good. Seen alone.')).toBeInTheDocument();
    expect(
      asked
        .filter(({ method }) => method === 'POST')
        .at(-1)
        ?.headers.get('if-match'),
    ).toBe(`"${held.version}"`);
  });

  it('keeps their own words in sight when the audit asks no more, and finds them among all their views', async () => {
    const kept = { ...whole, proud_of: 'The plan.', handed_in_at: '2026-11-03T10:42:00Z', is_open: false };
    const answers = { 'GET /api/v1/tools/t1': tool, 'GET /api/v1/views/a1': kept };
    const at = { path: '/views/:auditId', at: '/views/a1', permissions: ['voices:answer'] };
    answering(answers);
    const { unmount } = show(<ViewPage />, at);
    expect(await screen.findByText(/Until then you find it here/)).toBeInTheDocument();
    expect(screen.getByText('The plan.')).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
    unmount();
    answering({ ...answers, 'GET /api/v1/views/a1': { ...kept, ended: 'final' } });
    const { unmount: leave } = show(<ViewPage />, at);
    expect(await screen.findByRole('link', { name: /side by side/ })).toHaveAttribute('href', '/audits/a1');
    leave();
    answering({ ...answers, 'GET /api/v1/views/a1': { ...kept, handed_in_at: null } });
    const { unmount: leaveAgain } = show(<ViewPage />, at);
    expect(await screen.findByText(/no longer asks for your view/)).toBeInTheDocument();
    leaveAgain();
    const asked = answering({ 'GET /api/v1/views': { items: [{ ...kept, ended: 'withdrawn' }], next_cursor: null } });
    show(<ViewList />, { permissions: ['voices:answer'] });
    expect(await screen.findByText('The audit was withdrawn')).toBeInTheDocument();
    expect(asked[0]?.query).toEqual({ ended: 'true', limit: '25' });
  });

  it('has a page that is closed to other roles', () => {
    show(<ViewPage />, { path: '/views/:auditId', at: '/views/a1', permissions: [] });
    expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  });
});

describe('the summary', () => {
  const counts = { given: 12, declined: 3, unreachable: 3, not_appropriate: 1, not_recorded: 1, share: 0.6 };
  const row = {
    unit_id: null,
    unit_name: null,
    kind: null,
    audits: 20,
    child: counts,
    family: counts,
    practitioner: counts,
  };
  const few = { ...counts, given: 2, share: null };
  const summary = {
    from_on: '2025-11-03',
    to_on: '2026-11-03',
    whole: row,
    units: [{ ...row, unit_id: 'u1', unit_name: 'North', audits: 4, child: few, family: few, practitioner: few }],
    kinds: [{ ...row, kind: 'peer' }],
  };

  it('tells a share where there are enough audits, and always how many', async () => {
    const asked = answering({ 'GET /api/v1/voices/summary': summary, 'GET /api/v1/units': { items: [] } });
    const { user, address } = show(<VoicesSummary />, { permissions: ['audits:read'] });
    const teams = within(await screen.findByRole('table', { name: 'By team' }));
    expect(teams.getAllByText('2 of 4')).toHaveLength(3);
    expect(teams.queryByText(/%/)).not.toBeInTheDocument();
    const kinds = within(screen.getByRole('table', { name: 'By kind' }));
    expect(kinds.getAllByText('60%', { exact: false })).not.toHaveLength(0);
    await user.selectOptions(screen.getByLabelText('Kind'), 'peer');
    expect(address()).toBe('/?kind=peer');
    await waitFor(() => expect(asked.at(-1)?.query).toEqual({ kind: 'peer' }));
  });

  it('says when nothing was submitted, and is closed to other roles', async () => {
    answering({
      'GET /api/v1/voices/summary': { ...summary, whole: { ...row, audits: 0 } },
      'GET /api/v1/units': { items: [] },
    });
    const { unmount } = show(<VoicesSummary />, { permissions: ['audits:read'] });
    expect(await screen.findByText('No audit was submitted in the last year')).toBeInTheDocument();
    unmount();
    show(<VoicesSummary />, { permissions: [] });
    expect(screen.getByText('Your role does not open this page')).toBeInTheDocument();
  });
});
