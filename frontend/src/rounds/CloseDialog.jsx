/** Closes a round, with a note where audits are still to be done. */
import { useState } from 'react';
import { Button } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { closeRound } from './api.js';

/** @param {{ round: import('./api.js').Round, isOpen: boolean, onClose: () => void }} props */
export function CloseDialog({ round, isOpen, onClose }) {
  const [note, setNote] = useState('');
  const close = useAction(() => closeRound(round, note), { refreshes: ['rounds'], onDone: onClose });
  const left = round.board.total - round.board.submitted;
  return (
    <Dialog title="Close the round" isOpen={isOpen} onClose={onClose}>
      <ErrorSummary problem={close.problem} />
      <p className="govuk-body">
        A closed round never changes again. Audits that are still to be done go on as they are.
      </p>
      <TextArea
        label={left > 0 ? `Why it is closed with ${left} of ${round.board.total} still to be done` : 'Note'}
        pointer="/note"
        problem={close.problem}
        isOptional={left <= 0}
        value={note}
        onChange={setNote}
        maxLength={4000}
      />
      <div className="qa-buttons">
        <Button isBusy={close.isBusy} onClick={() => close.run()}>
          Close the round
        </Button>
        <Button look="secondary" onClick={onClose}>
          Leave it open
        </Button>
      </div>
    </Dialog>
  );
}
