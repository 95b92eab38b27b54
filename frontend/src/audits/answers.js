/** An audit as flat fields that can each change alone, how far it has come, and what is still missing. */
import { Problem } from '../kernel/problem.js';
import { stepName } from '../tools/words.js';

/** @typedef {import('../kernel/autosave.js').Fields} Fields */
/** @typedef {import('./api.js').Schemas} Schemas */

/** What stands in the place of a grade where a question does not apply. */
export const notApplicable = 'not_applicable';
/** The shortest reason that the API takes. */
export const reasonLength = 10;

/** A grade and "not applicable" exclude each other, so they are one field. @param {string} questionId */
export const choiceField = (questionId) => `answers/${questionId}/choice`;
/** @param {string} questionId */
export const reasonField = (questionId) => `answers/${questionId}/reason`;

/** @param {Fields} values @param {string} field */
export const textIn = (values, field) => /** @type {string} */ (values[field] ?? '');
/** @param {Fields} values @param {string} questionId */
export const choiceIn = (values, questionId) => /** @type {string|null} */ (values[choiceField(questionId)] ?? null);

/** @param {import('./api.js').Audit} audit @returns {Fields} */
export function fieldsOf(audit) {
  /** @type {Fields} */
  const fields = {
    first_grade: audit.first_grade,
    overall_reason: audit.overall_reason ?? '',
    summary: audit.summary ?? '',
  };
  for (const [id, answer] of Object.entries(audit.answers)) {
    fields[choiceField(id)] = answer.is_not_applicable ? notApplicable : answer.grade;
    fields[reasonField(id)] = answer.reason ?? '';
  }
  return fields;
}

/** The body that sends these changes and nothing else. @param {Fields} changes @returns {Schemas['AuditUpdate']} */
export function bodyOf(changes) {
  /** @type {Record<string, unknown>} */
  const body = {};
  /** @type {Record<string, Record<string, unknown>>} */
  const answers = {};
  for (const [field, value] of Object.entries(changes)) {
    const [top = '', id, part] = field.split('/');
    if (!id) body[top] = value;
    else if (part === 'reason') answers[id] = { ...answers[id], reason: value };
    else if (value === notApplicable) answers[id] = { ...answers[id], is_not_applicable: true };
    else answers[id] = { ...answers[id], grade: value, is_not_applicable: false };
  }
  if (Object.keys(answers).length) body.answers = answers;
  return /** @type {Schemas['AuditUpdate']} */ (/** @type {unknown} */ (body));
}

/** @param {string} text */
export const isReason = (text) => text.trim().length >= reasonLength;

/** How many questions of a section have a choice, and how many graded ones lack their reason.
 * @param {import('../tools/api.js').Question[]} questions @param {Fields} values */
export function progressOf(questions, values) {
  const answered = questions.filter(({ id }) => choiceIn(values, id));
  const unreasoned = answered.filter(
    ({ id, kind }) =>
      kind !== 'compliance' && choiceIn(values, id) !== notApplicable && !isReason(textIn(values, reasonField(id))),
  );
  return { answered: answered.length, total: questions.length, unreasoned: unreasoned.length };
}

/** Whether what the API missed has been written since. @param {string} pointer @param {Fields} values */
function isMended(pointer, values) {
  const [, top = '', id, part] = pointer.split('/');
  if (top === 'first_grade') return values.first_grade != null;
  if (top === 'overall_reason') return isReason(textIn(values, top));
  if (top !== 'answers' || !id) return false;
  return part === 'reason' ? isReason(textIn(values, reasonField(id))) : choiceIn(values, id) !== null;
}

/**
 * What is still wrong of what the API found, each error with the code of its question so that a list of them can be read.
 * @param {Problem|null} problem @param {Fields} values @param {import('../tools/api.js').Section[]} sections
 */
export function stillWrong(problem, values, sections) {
  if (!problem?.errors.length) return problem;
  const errors = problem.errors
    .filter((error) => !isMended(error.pointer, values))
    .map((error) => {
      const question = questionAt(error.pointer, sections);
      return question ? { ...error, detail: `${question.code}: ${error.detail}` } : error;
    });
  return errors.length ? new Problem({ status: problem.status, code: problem.code, errors }) : null;
}

/** @param {string} pointer "/answers/…" @param {import('../tools/api.js').Section[]} sections */
export function questionAt(pointer, sections) {
  const id = pointer.split('/')[2];
  return sections.flatMap((section) => section.questions).find((question) => question.id === id);
}

/** The number of the standard that a pointer belongs to, or "check". @param {string} pointer @param {import('../tools/api.js').Section[]} sections */
export function stepOf(pointer, sections) {
  const question = questionAt(pointer, sections);
  const section = sections.find((one) => question && one.questions.includes(question));
  return section ? String(section.number) : 'check';
}

/** What to call several errors of one kind in one standard. @type {Record<string, string>} */
const many = {
  answer_needed: 'questions to answer',
  reason_needed: 'reasons to write',
  grade_needed: 'grades to give',
};

/**
 * A list that can be read at a glance: several errors of one kind in one standard are one line, which leads to the first.
 * @param {Problem|null} problem @param {import('../tools/api.js').Section[]} sections
 */
export function grouped(problem, sections) {
  if (!problem?.errors.length) return problem;
  /** @type {Map<string, import('../kernel/problem.js').FieldProblem[]>} */
  const groups = new Map();
  for (const error of problem.errors) {
    const step = questionAt(error.pointer, sections) ? stepOf(error.pointer, sections) : error.pointer;
    const key = `${step} ${error.code}`;
    groups.set(key, [...(groups.get(key) ?? []), error]);
  }
  const errors = [...groups].map(([key, [first, ...rest]]) => {
    const error = /** @type {import('../kernel/problem.js').FieldProblem} */ (first);
    const what = many[error.code];
    if (!rest.length || !what) return error;
    const section = sections.find(({ number }) => String(number) === key.split(' ')[0]);
    const name = section ? stepName(section) : 'here';
    return { ...error, detail: `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${rest.length + 1} ${what}` };
  });
  return new Problem({ status: problem.status, code: problem.code, errors });
}
