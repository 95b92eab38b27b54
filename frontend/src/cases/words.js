/** Where a child stands with the council, in words. */

export const statuses = [
  { value: 'cin', text: 'Child in need' },
  { value: 'cp', text: 'Child protection plan' },
  { value: 'cla', text: 'Child in care' },
];

/** @param {string[]} held */
export const statusWords = (held) =>
  held.map((one) => statuses.find(({ value }) => value === one)?.text ?? one).join(', ') || 'Closed';
