/** A short word to the reader: what was done, or what to know. */

/** @param {{ children: import('react').ReactNode, look?: 'info'|'success'|'warning', isSpoken?: boolean }} props
 *  `isSpoken`: it appeared in answer to something, so that it is read out */
export function Notice({ children, look = 'info', isSpoken = false }) {
  return (
    <div className={`qa-notice qa-notice--${look} govuk-body`} role={isSpoken ? 'status' : undefined}>
      {children}
    </div>
  );
}
