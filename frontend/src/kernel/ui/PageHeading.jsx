/** The title of a page: it names the document and takes the focus when the person has moved to a new page. */
import { useEffect, useRef } from 'react';

// The browser announces the first page itself.
let isFirstPage = true;

/** @param {{ title: string, caption?: import('react').ReactNode, children?: import('react').ReactNode, size?: 'm'|'l'|'xl' }} props
 *  `children`: buttons and links that belong to the whole page */
export function PageHeading({ title, caption, children, size = 'l' }) {
  const ref = useRef(/** @type {HTMLHeadingElement|null} */ (null));
  useEffect(() => {
    if (isFirstPage) isFirstPage = false;
    else ref.current?.focus();
  }, [title]);
  return (
    <div className="qa-heading">
      <title>{`${title} – Plumbline`}</title>
      <h1 className={`govuk-heading-${size} qa-heading__title`} tabIndex={-1} ref={ref}>
        {caption && <span className={`govuk-caption-${size}`}>{caption} </span>}
        {title}
      </h1>
      {children && <div className="qa-heading__actions">{children}</div>}
    </div>
  );
}
