/** How far an audit has come, in words. */

/** @type {Record<string, { text: string, colour: import('../tools/words.js').Colour }>} */
export const auditStates = {
  allocated: { text: 'Allocated', colour: 'yellow' },
  in_progress: { text: 'In progress', colour: 'light-blue' },
  submitted: { text: 'Submitted', colour: 'purple' },
  in_moderation: { text: 'In moderation', colour: 'turquoise' },
  returned: { text: 'Returned for rework', colour: 'orange' },
  final: { text: 'Final', colour: 'green' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
};

/** Whether an audit is with its auditor. @param {string} state */
export const isWithAuditor = (state) => ['allocated', 'in_progress', 'returned'].includes(state);

export const auditStateOptions = Object.entries(auditStates).map(([value, { text }]) => ({ value, text }));

/** @type {Record<string, string>} */
const outcomes = { agreed: 'Agreed', raised: 'Raised', lowered: 'Lowered' };

/** What a second grade did to the first. @param {string|null|undefined} outcome */
export const outcomeWords = (outcome) => outcomes[outcome ?? ''] ?? 'Not known yet';
