/** What may be done with an audit that is not being filled in, as the audit itself tells: what is refused is not offered. */
import { useState } from 'react';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { finaliseAudit, withdrawAudit } from './api.js';
import { Override, Reallocate } from './AuditorActions.jsx';

/** @param {{ audit: import('./api.js').Audit }} props */
export function AuditActions({ audit }) {
  const steps = new Set(audit.next_steps);
  return (
    <>
      {steps.has('allocate_moderation') && (
        <ButtonLink to={`/moderations/new?audit_id=${audit.id}`}>Allocate a moderation</ButtonLink>
      )}
      {steps.has('finalise_audit') && <Finalise audit={audit} />}
      {steps.has('reallocate_audit') && <Reallocate audit={audit} />}
      {steps.has('override_conflict') && <Override audit={audit} />}
      {steps.has('withdraw_audit') && <Withdraw audit={audit} />}
    </>
  );
}

/** @param {{ audit: import('./api.js').Audit }} props */
function Finalise({ audit }) {
  const [isOpen, setOpen] = useState(false);
  const finalise = useAction(() => finaliseAudit(audit.id), { refreshes: ['audits'], onDone: () => setOpen(false) });
  return (
    <>
      <Button look="secondary" onClick={() => setOpen(true)}>
        Make final…
      </Button>
      <Dialog title={`Make ${audit.reference} final?`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ErrorSummary problem={finalise.problem} />
        <p className="govuk-body">
          It is then reported with its first grade, without a second reading, and can never be changed.
        </p>
        <div className="qa-buttons">
          <Button isBusy={finalise.isBusy} onClick={() => finalise.run()}>
            Make final
          </Button>
          <LinkButton onClick={() => setOpen(false)}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}

/** @param {{ audit: import('./api.js').Audit }} props */
function Withdraw({ audit }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const withdraw = useAction(() => withdrawAudit(audit.id, reason), {
    refreshes: ['audits'],
    onDone: () => setOpen(false),
  });
  return (
    <>
      <Button look="secondary" onClick={() => setOpen(true)}>
        Withdraw…
      </Button>
      <Dialog title={`Withdraw ${audit.reference}?`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!withdraw.isBusy) withdraw.run();
          }}
        >
          <ErrorSummary problem={withdraw.problem} />
          <p className="govuk-body">What was written is kept, and nobody can go on with it.</p>
          <TextArea
            label="Reason"
            hint="At least 10 characters. Everybody who sees the audit sees it."
            pointer="/reason"
            problem={withdraw.problem}
            maxLength={4000}
            value={reason}
            onChange={setReason}
          />
          <div className="qa-buttons">
            <Button look="warning" type="submit" isBusy={withdraw.isBusy}>
              Withdraw the audit
            </Button>
            <LinkButton onClick={() => setOpen(false)}>Cancel</LinkButton>
          </div>
        </form>
      </Dialog>
    </>
  );
}
