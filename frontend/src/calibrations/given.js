/** What somebody has chosen and written so far, what it lacks, and how it is sent. */
import { isReason, notApplicable } from '../audits/answers.js';
import { Problem } from '../kernel/problem.js';

/** @typedef {{ choice: string|null, reason: string }} Given */
/** @typedef {{ overall: Given, answers: Record<string, Given> }} AllGiven */
/** @typedef {import('../tools/api.js').Section} Section */

/** @type {Given} */
export const nothing = { choice: null, reason: '' };
/** @type {AllGiven} */
export const blank = { overall: nothing, answers: {} };

/** The sections with those of their questions that are graded here. @param {Section[]} sections @param {string[]} ids */
export const gradedSections = (sections, ids) =>
  sections
    .map((section) => ({ ...section, questions: section.questions.filter(({ id }) => ids.includes(id)) }))
    .filter(({ questions }) => questions.length);

/** @param {Given|undefined} given */
export const isWhole = (given) =>
  Boolean(given?.choice) && (given?.choice === notApplicable || isReason(given?.reason ?? ''));

/** @param {Given} given */
const body = ({ choice, reason }) =>
  choice === notApplicable ? { is_not_applicable: true, reason } : { grade: choice, is_not_applicable: false, reason };

/** @param {AllGiven} given @param {string[]} ids */
export const bodyOf = (given, ids) => ({
  overall: body(given.overall),
  answers: Object.fromEntries(ids.map((id) => [id, body(given.answers[id] ?? nothing)])),
});

/** @param {string} pointer @param {Given} given @param {string} [code] */
function lackOf(pointer, given, code) {
  const before = code ? `${code}: ` : '';
  if (!given.choice) return [{ pointer, code: 'answer_needed', detail: `${before}Give your grade.` }];
  if (given.choice === notApplicable || isReason(given.reason)) return [];
  return [{ pointer: `${pointer}/reason`, code: 'reason_needed', detail: `${before}Write why.` }];
}

/** What is still missing, found before anything is sent. @param {AllGiven} given @param {Section[]} sections */
export function lacksIn(given, sections) {
  const errors = [
    ...sections.flatMap(({ questions }) =>
      questions.flatMap(({ id, code }) => lackOf(`/answers/${id}`, given.answers[id] ?? nothing, code ?? undefined)),
    ),
    ...lackOf('/overall', given.overall),
  ];
  return errors.length ? new Problem({ status: 422, errors }) : null;
}
