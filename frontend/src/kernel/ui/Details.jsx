/** More to read for those who want it. */

/** @param {{ summary: import('react').ReactNode, isOpen?: boolean, children: import('react').ReactNode }} props */
export function Details({ summary, isOpen, children }) {
  return (
    <details className="govuk-details" open={isOpen}>
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">{summary}</span>
      </summary>
      <div className="govuk-details__text">{children}</div>
    </details>
  );
}
