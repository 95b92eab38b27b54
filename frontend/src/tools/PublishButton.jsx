/** Publishes a draft, after saying what that means. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { useAction } from '../kernel/useAction.js';
import { publishTool } from './api.js';

/** @param {{ tool: import('./api.js').Tool, onGo?: (pointer: string) => void }} props `onGo`: leads to what is missing */
export function PublishButton({ tool, onGo }) {
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const publish = useAction(() => publishTool(tool), {
    refreshes: ['tools'],
    onDone: () => {
      setOpen(false);
      void navigate(`/tools/${tool.id}`);
    },
  });
  const close = () => {
    setOpen(false);
    publish.forget();
  };
  /** @param {string} pointer */
  const goTo = (pointer) => {
    close();
    onGo?.(pointer);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Publish…</Button>
      <Dialog title={`Publish version ${tool.number} of ${tool.title}?`} isOpen={isOpen} onClose={close}>
        <ErrorSummary problem={publish.problem} onGo={goTo} />
        <p className="govuk-body">
          Audits can then be made with it, and this version can never be changed.{' '}
          {tool.number > 1 &&
            'The version in use now is superseded: no new audit is made with it, and audits begun with it stay with it.'}
        </p>
        <div className="qa-buttons">
          <Button isBusy={publish.isBusy} onClick={() => publish.run()}>
            Publish
          </Button>
          <LinkButton onClick={close}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
