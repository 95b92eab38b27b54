/** Asks before somebody leaves with words that could not be sent. */
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { saveWords } from '../kernel/useAutosave.js';

/** @param {{ blocker: import('react-router').Blocker, state: import('../kernel/autosave.js').SaveState }} props */
export function LeaveDialog({ blocker, state }) {
  const isAsking = blocker.state === 'blocked' && state.status !== 'waiting' && state.status !== 'saving';
  return (
    <Dialog title="Leave before everything is sent?" isOpen={isAsking} onClose={() => blocker.reset?.()}>
      <p className="govuk-body">{saveWords(state)}</p>
      <div className="qa-buttons">
        <Button onClick={() => blocker.reset?.()}>Stay on this page</Button>
        <LinkButton onClick={() => blocker.proceed?.()}>Leave and keep the draft</LinkButton>
      </div>
    </Dialog>
  );
}
