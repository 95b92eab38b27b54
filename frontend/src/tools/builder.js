/** A draft as it is being written: its content with keys for the screen, and the small moves that change it. */

/** @typedef {import('./api.js').Schemas} Schemas */
/** @typedef {'quality'|'compliance'} Kind */
/** @typedef {{ grade: string, guidance: string, exemplar: string }} GradeWords */
/** @typedef {{ key: string, kind: Kind, criterion_id: string|null, text: string, guidance: string, is_mandatory: boolean, by_grade: GradeWords[], known?: { set: string|null, code: string } }} Question */
/** @typedef {{ key: string, own_title: string, agency: string, standard_id: string|null, questions: Question[], known?: { set: string|null, number: number|null } }} Section */
/** @typedef {{ title: string, kind: import('./api.js').Tool['kind'], introduction: string, standards_version_id: string, scale_id: string, compliance_scale_id: string, sections: Section[] }} Content */

let made = 0;
const newKey = () => `${Date.now()}-${(made += 1)}`;

/** @param {Kind} kind @returns {Question} */
export const newQuestion = (kind) => ({
  key: newKey(),
  kind,
  criterion_id: null,
  text: '',
  guidance: '',
  is_mandatory: true,
  by_grade: [],
});

/** @returns {Section} */
export const newSection = () => ({
  key: newKey(),
  own_title: '',
  agency: '',
  standard_id: null,
  questions: [newQuestion('quality')],
});

/** What a tool says, ready to be changed. @param {import('./api.js').Tool} tool @returns {Content} */
export const contentOf = (tool) => ({
  title: tool.title,
  kind: tool.kind,
  introduction: tool.introduction,
  standards_version_id: tool.standards_version_id,
  scale_id: tool.scale.id,
  compliance_scale_id: tool.compliance_scale.id,
  sections: tool.sections.map(({ id, own_title, agency, standard_id, standard_number, set_code, questions }) => ({
    key: id,
    own_title,
    agency,
    standard_id,
    known: { set: set_code, number: standard_number },
    questions: questions.map((question) => ({
      key: question.id,
      kind: question.kind,
      criterion_id: question.criterion_id,
      text: question.text,
      guidance: question.guidance,
      is_mandatory: question.is_mandatory,
      by_grade: question.by_grade,
      known: { set: question.set_code, code: question.code },
    })),
  })),
});

/** The body that says it all: words without space around them, and no grade of which nothing is said.
 * @param {Content} content @returns {Schemas['ToolUpdate']} */
export const bodyOf = ({ sections, ...about }) => ({
  ...about,
  title: about.title.trim(),
  introduction: about.introduction.trim(),
  sections: sections.map((section) => ({
    own_title: section.own_title.trim(),
    agency: section.agency.trim(),
    standard_id: section.standard_id,
    questions: section.questions.map((question) => ({
      kind: question.kind,
      criterion_id: question.criterion_id,
      text: question.text.trim(),
      guidance: question.guidance.trim(),
      is_mandatory: question.is_mandatory,
      by_grade: question.by_grade
        .map(({ grade, guidance, exemplar }) => ({ grade, guidance: guidance.trim(), exemplar: exemplar.trim() }))
        .filter(({ guidance, exemplar }) => guidance || exemplar),
    })),
  })),
});

/** Whether two say the same. @param {Content} one @param {Content} other */
export const isSame = (one, other) => JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other));

/** The list with one item in another place. @template T @param {T[]} list @param {number} from @param {number} to */
export function moved(list, from, to) {
  const rest = list.filter((_, i) => i !== from);
  return to < 0 || to >= list.length ? list : [...rest.slice(0, to), /** @type {T} */ (list[from]), ...rest.slice(to)];
}

/** Where a question goes when it moves: past the next one of its own kind. @param {Question[]} questions @param {number} from @param {1|-1} step */
export function nextPlace(questions, from, step) {
  for (let to = from + step; to >= 0 && to < questions.length; to += step) {
    if (questions[to]?.kind === questions[from]?.kind) return to;
  }
  return -1;
}

/** The list with one item changed. @template T @param {T[]} list @param {number} place @param {Partial<T>} change */
export const changed = (list, place, change) => list.map((item, i) => (i === place ? { ...item, ...change } : item));

/** What one grade is said to mean, changed. @param {GradeWords[]} byGrade @param {string[]} grades of the scale, in order @param {string} grade @param {Partial<GradeWords>} change */
export const regraded = (byGrade, grades, grade, change) =>
  grades
    .map((code) => byGrade.find((one) => one.grade === code) ?? { grade: code, guidance: '', exemplar: '' })
    .map((one) => (one.grade === grade ? { ...one, ...change } : one));

/** With another scale, what was said of grades that it does not have goes. @param {Content} content @param {Kind} kind @param {string[]} grades */
export const onScale = (content, kind, grades) => ({
  ...content,
  sections: content.sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) =>
      question.kind === kind
        ? { ...question, by_grade: question.by_grade.filter(({ grade }) => grades.includes(grade)) }
        : question,
    ),
  })),
});

/** The part of the page that a pointer belongs to: a section's number, or "about". @param {string} pointer */
export function partOf(pointer) {
  const [, top, place] = pointer.split('/');
  return top === 'sections' && place ? String(Number(place) + 1) : 'about';
}

/** The parts that two drafts have different, in words. @param {Content} mine @param {Content} theirs */
export function differences(mine, theirs) {
  const [{ sections: ours, ...about }, { sections: others, ...aboutThem }] = [bodyOf(mine), bodyOf(theirs)];
  const places = Array.from({ length: Math.max(ours.length, others.length) }, (_, i) => i);
  return [
    ...(JSON.stringify(about) === JSON.stringify(aboutThem) ? [] : ['about the tool']),
    ...places.filter((i) => JSON.stringify(ours[i]) !== JSON.stringify(others[i])).map((i) => `section ${i + 1}`),
  ];
}

/** @typedef {import('./api.js').Clauses} Clauses */

/** How many links lead to standards and criteria that a later version has replaced. @param {Content} content @param {Clauses} clauses */
export function countOld(content, { standards, criteria }) {
  const [known, named] = [new Set(criteria.map(({ id }) => id)), new Set(standards.map(({ id }) => id))];
  const links = content.sections.flatMap(({ standard_id, questions }) => [
    standard_id === null || named.has(standard_id),
    ...questions.map(({ criterion_id }) => criterion_id === null || known.has(criterion_id)),
  ]);
  return links.filter((isKnown) => !isKnown).length;
}

/** The content linked to what is published today, by the same numbers; what has no successor loses its link.
 * @param {Content} content @param {Clauses} clauses @returns {Content} */
export function broughtUpToDate(content, { versions, standards, criteria }) {
  const isNow = versions.some(({ id }) => id === content.standards_version_id);
  return {
    ...content,
    standards_version_id: isNow
      ? content.standards_version_id
      : (versions.find(({ set }) => set === 'practice')?.id ?? content.standards_version_id),
    sections: content.sections.map((section) => ({
      ...section,
      standard_id: standards.some(({ id }) => id === section.standard_id)
        ? section.standard_id
        : (standards.find(({ set, number }) => set === section.known?.set && number === section.known.number)?.id ??
          null),
      questions: section.questions.map((question) => ({
        ...question,
        criterion_id: criteria.some(({ id }) => id === question.criterion_id)
          ? question.criterion_id
          : (criteria.find(({ set, code }) => set === question.known?.set && code === question.known.code)?.id ?? null),
      })),
    })),
  };
}
