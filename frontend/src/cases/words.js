/** Where a child stands with the council, in words. */

export const statuses = [
  { value: 'cin', text: 'Child in need' },
  { value: 'cp', text: 'Child protection plan' },
  { value: 'cla', text: 'Child in care' },
];

/** @param {string[]} held */
export const statusWords = (held) =>
  held.map((one) => statuses.find(({ value }) => value === one)?.text ?? one).join(', ') || 'Closed';

/** @type {Record<string, string>} */
const sexes = { F: 'Female', M: 'Male', I: 'Indeterminate', U: 'Not known' };

/** @param {string|null} code */
export const sexWords = (code) => (code === null ? 'Not known' : (sexes[code] ?? code));

/** Roles are each case system's own; the two that the rules know have words, others stay as they were sent. @type {Record<string, string>} */
const workerRoles = { CW: 'Case worker', IRO: 'Reviewing officer' };

/** @param {string|null} code */
export const workerRoleWords = (code) => (code === null ? 'Not known' : (workerRoles[code] ?? code));
