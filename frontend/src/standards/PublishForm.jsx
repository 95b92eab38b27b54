/** Publishes a draft from a day on. After that it cannot change. */
import { useState } from 'react';
import { today } from '../kernel/dates.js';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { publishVersion } from './api.js';

/** @param {{ version: import('./api.js').Version }} props */
export function PublishForm({ version }) {
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState(today);
  const publish = useAction(() => publishVersion(version.id, from), {
    refreshes: ['standards'],
    onDone: () => setOpen(false),
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Publish…</Button>
      <Dialog title={`Publish version ${version.number}?`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            publish.run(undefined);
          }}
        >
          <ErrorSummary problem={publish.problem} />
          <p className="govuk-body">
            Audits that are allocated from that day use it. Audits made before stay tied to the version they were made
            with. A published version cannot be changed.
          </p>
          <TextField
            label="In use from"
            pointer="/effective_from"
            type="date"
            problem={publish.problem}
            value={from}
            onChange={setFrom}
          />
          <div className="qa-buttons">
            <Button type="submit" isBusy={publish.isBusy}>
              Publish
            </Button>
            <LinkButton onClick={() => setOpen(false)}>Cancel</LinkButton>
          </div>
        </form>
      </Dialog>
    </>
  );
}
