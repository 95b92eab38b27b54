/** Disputes in words: their state and what is asked. */

/** @type {Record<string, { text: string, colour: import('../kernel/ui/Tag.jsx').Colour }>} */
export const disputeStates = {
  open: { text: 'Open', colour: 'yellow' },
  upheld: { text: 'Upheld', colour: 'green' },
  not_upheld: { text: 'Not upheld', colour: 'grey' },
  withdrawn: { text: 'Taken back', colour: 'grey' },
};

export const disputeStateOptions = Object.entries(disputeStates).map(([value, { text }]) => ({ value, text }));

export const asks = [
  { value: 'grade', text: 'Another grade', hint: 'You hold that the overall grade is wrong, and say which is right.' },
  { value: 'another_look', text: 'Another look', hint: 'You ask somebody to read the case again. Only for some days.' },
];

/** @param {string} asked */
export const askWords = (asked) => asks.find(({ value }) => value === asked)?.text ?? asked;
