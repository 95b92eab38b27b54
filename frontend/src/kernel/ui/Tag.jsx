/** A state in a word or two. The words carry it; the colour only helps. */

/** @typedef {'blue'|'light-blue'|'turquoise'|'green'|'yellow'|'orange'|'red'|'grey'|'purple'} Colour */

/** @param {{ children: string, colour?: Colour }} props */
export function Tag({ children, colour }) {
  return <strong className={`govuk-tag qa-tag${colour ? ` govuk-tag--${colour}` : ''}`}>{children}</strong>;
}
