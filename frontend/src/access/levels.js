/** Whose figures a machine is given, in words. */

const levels = [
  { value: 'suppressed', text: 'Small numbers hidden, no teams', hint: 'For reports that leave the service.' },
  {
    value: 'true_figures',
    text: 'True figures, down to teams',
    hint: 'For the council’s own analysts alone: a small number may point to a single child.',
  },
];

/** The levels as a choice. */
export const levelOptions = levels;

/** @param {string} level */
export const levelWords = (level) => levels.find(({ value }) => value === level)?.text ?? level;
