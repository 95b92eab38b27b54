/** Surveys in words: whom they ask, how they stand, what the five answers mean. */

export const audiences = [
  { value: 'child', text: 'Children and young people' },
  { value: 'parent_or_carer', text: 'Parents and carers' },
  { value: 'practitioner', text: 'Practitioners' },
];

/** @param {string} audience */
export const audienceWords = (audience) => audiences.find(({ value }) => value === audience)?.text ?? audience;

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const surveyStates = {
  draft: { text: 'Draft', colour: 'yellow' },
  open: { text: 'Open', colour: 'green' },
  closed: { text: 'Closed', colour: 'grey' },
};

export const surveyStateOptions = Object.entries(surveyStates).map(([value, { text }]) => ({ value, text }));

/** What the values 1 to 5 are called on the form. @param {string} audience */
export const scaleOf = (audience) =>
  audience === 'child'
    ? ['No, not at all', 'No, not really', 'In the middle', 'Yes, mostly', 'Yes, definitely']
    : ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'];

export const tooFew = 'Fewer than five answers, so not shown';

/** How many have answered; the API says nothing exact while a survey is open. @param {import('./api.js').SurveyListed} survey */
export function responsesWords(survey) {
  if (survey.state === 'draft') return '–';
  if (survey.responses_count === null) return 'Fewer than five';
  return survey.state === 'open' ? `At least ${survey.responses_count}` : String(survey.responses_count);
}
