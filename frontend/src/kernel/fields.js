/** What every field of a form is given: its place in the body, what is wrong there, its value, and how it changes. */

/**
 * `fieldsOf(given, setGiven, problem)('title')` is what a field that holds a text is given.
 * @template {object} T
 * @param {T} given
 * @param {(given: T) => void} onChange
 * @param {import('./problem.js').Problem|null|undefined} problem
 */
export const fieldsOf =
  (given, onChange, problem) =>
  /** @param {{ [K in keyof T]: T[K] extends string ? K : never }[keyof T] & string} name */
  (name) => ({
    pointer: `/${name}`,
    problem,
    value: String(given[name]),
    onChange: (/** @type {string} */ value) => onChange({ ...given, [name]: value }),
  });
