/** Voices in words: who, whether asked, how, and what to say when asking. */

/** @typedef {import('../kernel/ui/Tag.jsx').Colour} Colour */

/** @typedef {'child'|'family'|'practitioner'} Speaker */

/** @type {{ speaker: Speaker, title: string, the: string }[]} */
export const speakers = [
  { speaker: 'child', title: 'The child', the: 'the child' },
  { speaker: 'family', title: 'Parents and carers', the: 'this person' },
  { speaker: 'practitioner', title: 'The practitioner', the: 'the practitioner' },
];

/** @type {Record<string, { text: string, hint: string, colour: Colour }>} */
export const contactStates = {
  asked: {
    text: 'Asked, waiting for an answer',
    hint: 'Not yet an outcome: change it before you submit.',
    colour: 'yellow',
  },
  given: { text: 'Gave their view', hint: 'Or somebody gave it with them, such as an advocate.', colour: 'green' },
  declined: { text: 'Was asked and declined', hint: 'That is their right.', colour: 'grey' },
  unreachable: { text: 'Could not be reached', hint: 'Write what was tried.', colour: 'orange' },
  not_appropriate: { text: 'Not appropriate to ask', hint: 'Write why.', colour: 'purple' },
};

/** @param {string|null|undefined} state */
export const contactWords = (state) => contactStates[state ?? '']?.text ?? 'Nothing written down';

export const stateOptions = Object.entries(contactStates).map(([value, { text, hint }]) => ({ value, text, hint }));

export const means = [
  { value: 'met', text: 'Met in person' },
  { value: 'phone', text: 'By phone or video' },
  { value: 'letter_or_survey', text: 'By letter or survey' },
  { value: 'observed', text: 'Observed, such as a baby or in play' },
  { value: 'advocate', text: 'Through an advocate' },
];

export const askers = [
  { value: 'auditor', text: 'The auditor' },
  { value: 'practitioner', text: 'The child’s worker' },
  { value: 'participation_worker', text: 'A participation worker' },
  { value: 'advocate', text: 'An advocate' },
  { value: 'reviewing_officer', text: 'The IRO or CP chair' },
  { value: 'other', text: 'Somebody else' },
];

export const relations = [
  { value: 'mother', text: 'Mother' },
  { value: 'father', text: 'Father' },
  { value: 'other_parent', text: 'Other parent' },
  { value: 'step_parent', text: 'Step-parent' },
  { value: 'grandparent', text: 'Grandparent' },
  { value: 'brother_or_sister', text: 'Brother or sister' },
  { value: 'other_relative', text: 'Other relative' },
  { value: 'foster_carer', text: 'Foster carer' },
  { value: 'other_carer', text: 'Other carer' },
];

/** @param {{ value: string, text: string }[]} options @param {string|null|undefined} value @param {string} [otherwise] */
export const wordsOf = (options, value, otherwise = '–') =>
  options.find((option) => option.value === value)?.text ?? otherwise;

/** @param {string} place "family_2" @returns {Speaker} */
export const speakerOf = (place) => /** @type {Speaker} */ (place.split('_')[0]);

/** Whose voice it is, as a heading. @param {string} place @param {string|null|undefined} [relation] */
export function titleOf(place, relation) {
  if (speakerOf(place) === 'family') return wordsOf(relations, relation, 'Parent or carer');
  return place === 'child' ? 'Child' : 'Practitioner';
}

/** What to write where a voice was not given. @type {Record<string, string>} */
export const reasonLabels = {
  declined: 'What they said when they declined',
  unreachable: 'What was tried, and when',
  not_appropriate: 'Why it was not appropriate',
};

/** Before anybody is asked. */
export const checklist = [
  'Speak to the worker first: is this a good week for the child and family, and is anybody not safe to ring or write to?',
  'Ask about language, disability and how they like to be spoken to. Book the interpreter; never use a child to interpret.',
  'Say who you are, why you ask, how long it takes, and that saying no changes nothing about the help they get.',
  'Say what you do with their words: written down without names, read by few, used to make the work better.',
  'Say what you cannot keep to yourself: if somebody is being hurt or may be, you must tell.',
  'Offer an advocate, a friend or a worker they trust to be with them.',
  'Write their own words, not yours. Tell them afterwards what came of it.',
];

/** What to say, in plain words. @type {{ who: string, lines: string[] }[]} */
export const scripts = [
  {
    who: 'To a child of about 4 to 10',
    lines: [
      '“Hello. My job is to check that grown-ups like your social worker do a good job. You know best what it is like.”',
      '“Can I ask you a few things? You can say no, or stop, or draw it. Nobody will be cross.”',
      '“What is good about when she comes? What is not so good? If you had a magic wand, what would she do differently?”',
      '“If you tell me that somebody hurts you, I will tell a grown-up who can help. Everything else, I write down without your name.”',
    ],
  },
  {
    who: 'To a young person',
    lines: [
      '“I look at how well social workers do their job. I have read your file; I would rather hear it from you.”',
      '“Your choice. If you say no, nothing changes. Ten minutes, by phone or in person, with whoever you want there.”',
      '“Do you know what your plan says? Did you have a say? Does she do what she says? What is better or worse since?”',
      '“I do not use your name. If you tell me somebody is in danger I have to pass it on, and I will tell you first.”',
    ],
  },
  {
    who: 'To a baby or a child who does not speak',
    lines: [
      'Observe at a planned visit, with the carer’s agreement: how they are held, soothed, fed and played with.',
      'Ask the person who knows their signals best. Write what you saw, not what you think it means.',
    ],
  },
  {
    who: 'To a parent or carer',
    lines: [
      '“I am checking the quality of our work with your family. This is not about checking up on you.”',
      '“You do not have to. It makes no difference to decisions or to the help you get.”',
      '“Were you listened to? Were you told straight what had to change? What helped? What would you tell my boss?”',
      '“I write down what you say without your name. I must pass on anything that means a child is not safe.”',
    ],
  },
  {
    who: 'To the practitioner',
    lines: [
      '“I am auditing your work with this child. I would like to do it with you, not to you.”',
      '“What are you proud of? What got in your way? What would you do differently? What should I not miss in the record?”',
      '“You can give your own grades in Plumbline before you see mine. Neither of us sees the other’s first.”',
    ],
  },
];
