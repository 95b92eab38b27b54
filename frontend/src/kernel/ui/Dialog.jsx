/** The browser's own modal dialog: it keeps the focus, closes with Escape and gives the focus back. */
import { useEffect, useId, useRef } from 'react';

/** @param {{ title: string, isOpen: boolean, onClose: () => void, children: import('react').ReactNode }} props */
export function Dialog({ title, isOpen, onClose, children }) {
  const ref = useRef(/** @type {HTMLDialogElement|null} */ (null));
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);
  return (
    <dialog
      ref={ref}
      className="qa-dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {isOpen && (
        <>
          <h2 className="govuk-heading-m" id={id}>
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
}
