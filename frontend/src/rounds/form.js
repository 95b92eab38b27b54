/** The plan of a round as its form holds it, and as the API takes it. */
import { today } from '../kernel/dates.js';
import { problemIn } from '../kernel/problem.js';
import { daysLater } from './words.js';

/** @typedef {{ tool_id: string, kind: string, size: string }} Line */
/**
 * @typedef {object} Given
 * @property {string} title @property {string} kind @property {string} theme
 * @property {string} period_from @property {string} period_to
 * @property {string} from_on @property {string} due_on @property {string} to_on
 * @property {Line[]} lines
 * @property {string[]} unit_ids @property {string[]} case_types @property {string[]} age_bands
 * @property {string[]} plan_types @property {string[]} stratify_by
 * @property {string} workers @property {string} months @property {string} minimum
 * @property {Record<string, string>} flags @property {string} flags_needed
 * @property {{ child_ref: string, reason: string }[]} excluded
 */

/** @type {Line} */
export const blankLine = { tool_id: '', kind: '', size: '10' };

/** @returns {Given} */
export const blank = () => ({
  title: '',
  kind: 'monthly',
  theme: '',
  period_from: daysLater(today(), -365),
  period_to: today(),
  from_on: today(),
  due_on: daysLater(today(), 28),
  to_on: daysLater(today(), 35),
  lines: [blankLine],
  unit_ids: [],
  case_types: [],
  age_bands: [],
  plan_types: [],
  stratify_by: ['team'],
  workers: '',
  months: '',
  minimum: '1',
  flags: {},
  flags_needed: 'all',
  excluded: [],
});

/** A round that was planned, to plan it anew. @param {import('./api.js').Round} round @returns {Given} */
export const givenBy = (round) => ({
  title: round.title,
  kind: round.kind,
  theme: round.theme,
  period_from: round.period_from,
  period_to: round.period_to,
  from_on: round.from_on,
  due_on: round.due_on,
  to_on: round.to_on,
  lines: round.lines.map(({ tool_id, kind, size }) => ({ tool_id, kind, size: String(size) })),
  unit_ids: round.rule.unit_ids ?? [],
  case_types: round.rule.case_types ?? [],
  age_bands: round.rule.age_bands ?? [],
  plan_types: round.rule.plan_types ?? [],
  stratify_by: round.stratify_by,
  workers: (round.rule.worker_codes ?? []).join(', '),
  months: round.rule.recently_audited_months == null ? '' : String(round.rule.recently_audited_months),
  minimum: String(round.minimum),
  flags: Object.fromEntries((round.rule.flags ?? []).map(({ name, number }) => [name, String(number ?? 1)])),
  flags_needed: round.rule.flags_needed ?? 'all',
  excluded: (round.rule.excluded ?? []).map(({ child_ref, reason }) => ({ child_ref, reason })),
});

/** @param {Given} given @returns {import('./api.js').Rule} */
const ruleOf = (given) =>
  /** @type {import('./api.js').Rule} */ ({
    unit_ids: given.unit_ids,
    case_types: given.case_types,
    age_bands: given.age_bands,
    plan_types: given.plan_types,
    worker_codes: given.workers
      .split(',')
      .map((code) => code.trim())
      .filter(Boolean),
    flags: Object.entries(given.flags).map(([name, number]) => ({ name, number: Number(number) || 1 })),
    flags_needed: given.flags_needed,
    recently_audited_months: given.months === '' ? null : Number(given.months),
    excluded: given.excluded,
  });

/** What is asked of the preview: the frame alone, of which half-written names are left out. @param {Given} given
 * @returns {import('./api.js').FramePreview} */
export const previewOf = (given) =>
  /** @type {import('./api.js').FramePreview} */ ({
    rule: {
      ...ruleOf(given),
      excluded: given.excluded.filter((one) => one.child_ref.length === 16 && one.reason.length > 2),
    },
    stratify_by: given.stratify_by,
    minimum: Number(given.minimum) || 0,
    sizes: given.lines.map(({ size }) => Number(size)).filter((size) => size > 0),
  });

/** @param {Given} given @returns {import('./api.js').RoundCreate} */
export const bodyOf = (given) =>
  /** @type {import('./api.js').RoundCreate} */ ({
    title: given.title.trim(),
    kind: given.kind,
    theme: given.theme,
    period_from: given.period_from,
    period_to: given.period_to,
    from_on: given.from_on,
    due_on: given.due_on,
    to_on: given.to_on,
    rule: ruleOf(given),
    stratify_by: given.stratify_by,
    minimum: Number(given.minimum) || 0,
    lines: given.lines.map(({ tool_id, kind, size }) => ({ tool_id, kind, size: Number(size) || 0 })),
  });

/** @param {Given} given */
export const lacksIn = (given) =>
  problemIn({
    ...(!given.title.trim() && { '/title': 'Give the round a title' }),
    ...Object.fromEntries(
      /** @type {const} */ ([
        ['period_from', 'Give the first day of the work that is audited'],
        ['period_to', 'Give the last day of the work that is audited'],
        ['from_on', 'Give the day on which the round begins'],
        ['due_on', 'Give the day by which audits are due'],
        ['to_on', 'Give the day on which the round ends'],
      ])
        .filter(([name]) => !given[name])
        .map(([name, words]) => [`/${name}`, words]),
    ),
    ...Object.fromEntries(
      given.lines.flatMap(({ tool_id, size }, i) => [
        ...(tool_id ? [] : [[`/lines/${i}/tool_id`, 'Choose an audit tool']]),
        ...(Number(size) > 0 ? [] : [[`/lines/${i}/size`, 'Say how many audits']]),
      ]),
    ),
  });
