/** A state in a word or two. The words carry it; the colour only helps. */

/** @param {{ children: string, colour?: 'grey'|'blue'|'light-blue'|'turquoise'|'green'|'yellow'|'orange'|'red'|'purple' }} props */
export function Tag({ children, colour }) {
  return <strong className={`govuk-tag qa-tag${colour ? ` govuk-tag--${colour}` : ''}`}>{children}</strong>;
}
