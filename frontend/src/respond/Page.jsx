/** The frame of each page: its heading takes the focus, and where to find help stands at its foot. */
import { useEffect, useRef } from 'react';

/** @param {{ title: string, help: import('react').ReactNode, children: import('react').ReactNode }} props */
export function Page({ title, help, children }) {
  const heading = useRef(/** @type {HTMLHeadingElement|null} */ (null));
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <>
      <title>{title}</title>
      <main>
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {children}
      </main>
      {help}
    </>
  );
}
