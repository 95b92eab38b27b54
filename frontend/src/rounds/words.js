/** Rounds in words: what they are for, how far they are, and what a frame asks for. */

/** @typedef {import('../kernel/ui/Tag.jsx').Colour} Colour */

export const roundKinds = [
  { value: 'monthly', text: 'Monthly audits' },
  { value: 'thematic', text: 'Thematic audits' },
  { value: 'practice_week', text: 'Practice week' },
  { value: 'dip_sample', text: 'Dip sample' },
];

/** @type {Record<string, { text: string, colour: Colour }>} */
export const roundStates = {
  draft: { text: 'Draft', colour: 'grey' },
  drawn: { text: 'Drawn', colour: 'light-blue' },
  allocated: { text: 'Under way', colour: 'blue' },
  closed: { text: 'Closed', colour: 'green' },
};

export const caseTypes = [
  { value: 'cin', text: 'Children in need' },
  { value: 'cp', text: 'Child protection' },
  { value: 'cla', text: 'Children in care' },
  { value: 'care_leaver', text: 'Care leavers' },
  { value: 'other', text: 'Other open work' },
];

export const ageBands = [
  { value: 'under_1', text: 'Under 1' },
  { value: '1_to_4', text: '1 to 4' },
  { value: '5_to_9', text: '5 to 9' },
  { value: '10_to_15', text: '10 to 15' },
  { value: '16_to_17', text: '16 to 17' },
  { value: '18_and_over', text: '18 and over' },
  { value: 'unknown', text: 'Age not known' },
];

export const planTypes = [
  { value: 'cin_plan', text: 'Child in need plan' },
  { value: 'cp_plan', text: 'Child protection plan' },
  { value: 'no_plan', text: 'Neither plan' },
];

export const strataOptions = [
  { value: 'team', text: 'Team' },
  { value: 'case_type', text: 'Case type' },
  { value: 'age_band', text: 'Age' },
];

/** What the data may say of a child, with the measure it counts in and where that begins. */
export const flags = [
  { value: 'no_visit', text: 'No visit in the last', unit: 'working days', number: 20 },
  { value: 'not_seen_alone', text: 'Not seen alone in the last', unit: 'days', number: 90 },
  { value: 'no_supervision', text: 'No supervision of the case in the last', unit: 'days', number: 42 },
  { value: 're_referral', text: 'Referred again within', unit: 'months', number: 12 },
  { value: 'long_plan', text: 'On a child protection plan for over', unit: 'months', number: 24 },
  { value: 'went_missing', text: 'Went missing in the last', unit: 'days', number: 90 },
  { value: 'never_audited', text: 'Never audited', unit: '', number: 1 },
];

/** @type {Record<string, { text: string, colour: Colour }>} */
export const caseStates = {
  drawn: { text: 'Drawn', colour: 'blue' },
  reserve: { text: 'In reserve', colour: 'grey' },
  replaced: { text: 'Replaced', colour: 'orange' },
};

/** @param {{ value: string, text: string }[]} options @param {string|null|undefined} value */
export const textOf = (options, value) => options.find((one) => one.value === value)?.text ?? value ?? '–';

/** @param {{ name: string, number: number }} flag */
export function flagWords({ name, number }) {
  const flag = flags.find(({ value }) => value === name);
  return flag ? [flag.text, flag.unit && `${number} ${flag.unit}`].filter(Boolean).join(' ') : name;
}

/** The parts of a stratum that it is divided by. @param {import('./api.js').Stratum} stratum */
export function stratumWords({ unit_id, unit_name, case_type, age_band }) {
  const parts = [
    unit_id ? (unit_name ?? 'A team') : '',
    case_type ? textOf(caseTypes, case_type) : '',
    age_band ? textOf(ageBands, age_band) : '',
  ].filter(Boolean);
  return parts.join(', ') || 'No team';
}

/** A day so many days later. @param {string} day YYYY-MM-DD @param {number} days */
export function daysLater(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** What a rule asks for, line by line. @param {import('./api.js').Rule} rule @param {Record<string, string>} units */
export function ruleLines(rule, units) {
  const list = (/** @type {string} */ name, /** @type {string[]} */ values) =>
    values.length ? [{ name, value: values.join(', ') }] : [];
  return [
    ...list(
      'Teams',
      (rule.unit_ids ?? []).map((id) => units[id] ?? 'A unit'),
    ),
    ...list(
      'Case types',
      (rule.case_types ?? []).map((one) => textOf(caseTypes, one)),
    ),
    ...list(
      'Ages',
      (rule.age_bands ?? []).map((one) => textOf(ageBands, one)),
    ),
    ...list(
      'Plans',
      (rule.plan_types ?? []).map((one) => textOf(planTypes, one)),
    ),
    ...list('Workers', rule.worker_codes ?? []),
    ...list(
      rule.flags_needed === 'any' ? 'Any of' : 'All of',
      (rule.flags ?? []).map((flag) => flagWords({ name: flag.name, number: flag.number ?? 1 })),
    ),
    ...list('Left out by name', (rule.excluded ?? []).length ? [String((rule.excluded ?? []).length)] : []),
  ];
}
