/** What the marks of a drawing mean; hidden from those who listen, as the table beside the drawing says it in words. */

/**
 * @param {object} props
 * @param {{ mark: import('react').ReactNode, text: string, className?: string }[]} props.marks each drawn in a square
 * @param {number} [props.size] the square's side
 */
export function Legend({ marks, size = 16 }) {
  return (
    <ul className="qa-legend" aria-hidden="true">
      {marks.map(({ mark, text, className }) => (
        <li key={text}>
          <svg width={size} height={size} className={className}>
            {mark}
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}

/** A filled square of a class. @param {string} className */
export const square = (className) => <rect className={className} width="16" height="16" />;
