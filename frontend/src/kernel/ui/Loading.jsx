/** Says in words that something is on its way. */

/** @param {{ children?: string }} props */
export function Loading({ children = 'Loading…' }) {
  return (
    <p className="govuk-body qa-loading" role="status">
      {children}
    </p>
  );
}
