/** Ends an import before it is done; what is stored stays as it was. */
import { useState } from 'react';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { useAction } from '../kernel/useAction.js';
import { abortImport } from './api.js';

/** @param {{ id: string }} props */
export function StopImport({ id }) {
  const [isAsked, setAsked] = useState(false);
  const stop = useAction(() => abortImport(id), { refreshes: ['imports'], onDone: () => setAsked(false) });
  return (
    <>
      <Button look="secondary" onClick={() => setAsked(true)}>
        Stop this import…
      </Button>
      <Dialog title="Stop this import?" isOpen={isAsked} onClose={() => setAsked(false)}>
        <ErrorSummary problem={stop.problem} />
        <p className="govuk-body">
          Its files are thrown away, and what is stored stays as it was before. You can begin anew with the same files.
        </p>
        <div className="qa-buttons">
          <Button look="warning" isBusy={stop.isBusy} onClick={() => stop.run()}>
            Stop the import
          </Button>
          <LinkButton onClick={() => setAsked(false)}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
