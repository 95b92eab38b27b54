/** What a screen says when there is nothing to show, and why. */

/** @param {{ title: string, children?: import('react').ReactNode }} props `children`: what the person can do about it */
export function Empty({ title, children }) {
  return (
    <div className="qa-empty">
      <p className="govuk-body govuk-!-font-weight-bold">{title}</p>
      {children && <div className="govuk-body">{children}</div>}
    </div>
  );
}
