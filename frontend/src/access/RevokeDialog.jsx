/** Asks once more before a machine's access is taken away for good. */
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';

/**
 * @param {object} props
 * @param {{ id: string, name: string }|null} props.asked what is to be revoked; null while nothing is
 * @param {(id: string) => Promise<unknown>} props.act
 * @param {string[]} props.refreshes first words of the query keys that are stale afterwards
 * @param {() => void} props.onClose
 * @param {import('react').ReactNode} props.children what follows from it, in a sentence
 */
export function RevokeDialog({ asked, act, refreshes, onClose, children }) {
  const revoke = useAction(act, { refreshes, onDone: onClose });
  function close() {
    revoke.forget();
    onClose();
  }
  return (
    <Dialog title={`Revoke ${asked?.name ?? ''}?`} isOpen={asked !== null} onClose={close}>
      <p className="govuk-body">{children}</p>
      {revoke.problem && <ProblemNotice error={revoke.problem} />}
      <div className="qa-buttons">
        <Button look="warning" isBusy={revoke.isBusy} onClick={() => asked && revoke.run(asked.id)}>
          Revoke
        </Button>
        <LinkButton onClick={close}>Cancel</LinkButton>
      </div>
    </Dialog>
  );
}
