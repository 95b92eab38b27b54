/** The words of exceptions. */

/** @type {Record<string, string>} */
export const causeWords = {
  special_cause: 'Worse than chance explains',
  consistent_fail: 'Cannot meet its target as it is',
  two_periods: 'Two months outside tolerance',
};
/** @type {Record<string, string>} */
export const stateWords = {
  raised: 'Raised',
  acknowledged: 'Acknowledged',
  planned: 'Planned',
  reviewed: 'Reviewed',
  closed: 'Closed',
  withdrawn: 'Withdrawn',
};
/** @type {Record<string, import('../kernel/ui/Tag.jsx').Colour>} */
export const stateColours = {
  raised: 'orange',
  acknowledged: 'yellow',
  planned: 'blue',
  reviewed: 'light-blue',
  closed: 'grey',
  withdrawn: 'grey',
};
/** @param {Record<string, string>} words */
export const optionsOf = (words) => Object.entries(words).map(([value, text]) => ({ value, text }));
