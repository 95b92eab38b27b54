/** The next page of a list, and the way back to its start. The place in the list stands in the address. */
import { Link, useSearchParams } from 'react-router';

/** @param {{ next: string|null|undefined, what: string }} props `what`: plural noun, such as "children" */
export function Pager({ next, what }) {
  const [params] = useSearchParams();
  const isLater = params.has('cursor');
  if (!next && !isLater) return null;
  /** @param {string|null} cursor */
  const address = (cursor) => {
    const to = new URLSearchParams(params);
    if (cursor) to.set('cursor', cursor);
    else to.delete('cursor');
    return `?${to}`;
  };
  return (
    <nav className="govuk-pagination qa-pager" aria-label={`Pages of ${what}`}>
      {isLater && (
        <Link className="govuk-link" to={address(null)}>
          First page<span className="govuk-visually-hidden"> of {what}</span>
        </Link>
      )}
      {next && (
        <Link className="govuk-link" to={address(next)} rel="next">
          Next page<span className="govuk-visually-hidden"> of {what}</span>
        </Link>
      )}
    </nav>
  );
}
