/** Kinds of audit and levels of judgement, in the words of the screens. */

/** @typedef {import('../kernel/ui/Tag.jsx').Colour} Colour */

export const kinds = [
  { value: 'managers', text: 'Managers’ audit' },
  { value: 'peer', text: 'Peer audit' },
  { value: 'multi_agency', text: 'Multi-agency audit' },
  { value: 'supervision', text: 'Supervision audit' },
  { value: 'direct_observation', text: 'Direct observation' },
  { value: 'appreciative_evaluation', text: 'Appreciative evaluation' },
  { value: 'case_and_learning_review', text: 'Case and learning review' },
  { value: 'thematic', text: 'Thematic audit' },
  { value: 'dip_sample', text: 'Dip sample' },
  { value: 're_audit', text: 'Re-audit' },
  { value: 'external', text: 'External audit' },
];

/** @param {string} kind */
export const kindWords = (kind) => kinds.find(({ value }) => value === kind)?.text ?? sentence(kind);

/** The four of Ofsted, in the short words that fit a table. */
export const grades = [
  { value: 'outstanding', text: 'Outstanding' },
  { value: 'good', text: 'Good' },
  { value: 'requires_improvement', text: 'Requires improvement' },
  { value: 'inadequate', text: 'Inadequate' },
];

/** A grade where no tool is at hand to name it. @param {string|null|undefined} code @param {string} [otherwise] */
export const gradeWords = (code, otherwise = '–') =>
  code ? (grades.find(({ value }) => value === code)?.text ?? sentence(code)) : otherwise;

/** A grade as its tool names it. @param {import('./api.js').Level[]} levels @param {string|null|undefined} code @param {string} [otherwise] */
export const levelWords = (levels, code, otherwise = 'No grade') =>
  code ? (levels.find((level) => level.code === code)?.label ?? gradeWords(code)) : otherwise;

/** @param {string} code */
function sentence(code) {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @type {Record<string, { text: string, colour: Colour }>} */
export const toolStates = {
  draft: { text: 'Draft', colour: 'yellow' },
  published: { text: 'In use', colour: 'blue' },
  superseded: { text: 'Superseded', colour: 'grey' },
};

/** The levels that answer a question: compliance has a scale of its own.
 * @param {import('./api.js').Tool} tool @param {import('./api.js').Question} question */
export const levelsOf = (tool, question) =>
  (question.kind === 'compliance' ? tool.compliance_scale : tool.scale).levels;

/** The questions of a section: quality, then compliance under words of its own. @param {import('./api.js').Section} section */
export const partsOf = (section) =>
  [
    { title: '', questions: section.questions.filter(({ kind }) => kind !== 'compliance') },
    { title: 'Compliance: was it done?', questions: section.questions.filter(({ kind }) => kind === 'compliance') },
  ].filter(({ questions }) => questions.length);

/** @param {string} agency @param {string} title which may begin with the agency already */
export const withAgency = (agency, title) => (agency && !title.startsWith(agency) ? `${agency}: ${title}` : title);

/** What a section is called: the number of its standard, or its agency, before its title. @param {import('./api.js').Section} section */
export const sectionName = ({ own_title, title, standard_number, agency }) =>
  withAgency(agency, own_title || !standard_number ? title : `${standard_number}. ${title}`);

/** How a section is counted: by its standard, or as a part of the form where it has a title of its own.
 * @param {import('./api.js').Section} section */
export const stepName = ({ own_title, standard_number, number }) =>
  standard_number && !own_title ? `standard ${standard_number}` : `part ${number}`;

/** Where a section stands in the form. @param {import('./api.js').Section} section @param {number} count of all sections */
export const placeName = (section, count) =>
  `${section.standard_number && !section.own_title ? 'Standard' : 'Part'} ${section.number} of ${count}`;

/** What to look for in a section, each wording once. @param {import('./api.js').Section} section */
export const guidanceOf = (section) => [...new Set(section.questions.map(({ guidance }) => guidance).filter(Boolean))];
