/** Meetings in words: the forums, where one stands, and what a line of the agenda opens. */

/** @type {Record<string, string>} */
const kinds = { audit_feedback_and_moderation: 'Audit feedback and moderation meeting' };

/** @param {string} kind */
export const kindWords = (kind) => kinds[kind] ?? 'Meeting';

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const meetingStates = {
  planned: { text: 'Planned', colour: 'yellow' },
  held: { text: 'Held', colour: 'green' },
};

export const meetingStateOptions = Object.entries(meetingStates).map(([value, { text }]) => ({ value, text }));

/** The page of what a line speaks about. @param {{ noun: string, id: string }} line */
export const addressOf = ({ noun, id }) => `/${noun}s/${id}`;

export const decisionKinds = [
  { value: 'noted', text: 'It is noted', hint: 'Nothing has to follow.' },
  { value: 'action', text: 'Somebody is to do something', hint: 'An action is set, with an owner and a day.' },
  { value: 'further_audits', text: 'Further audits are agreed', hint: 'A round is made of them.' },
];

/** What the chair adds has no rule, and decisions may stand beneath it. */
export const otherSection = { key: 'other', title: 'Other matters' };
