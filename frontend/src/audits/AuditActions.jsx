/** What may be done with an audit that is not being filled in: moderate it, make it final, withdraw it. */
import { useState } from 'react';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { finaliseAudit, withdrawAudit } from './api.js';
import { Override, Reallocate } from './AuditorActions.jsx';
import { isWithAuditor } from './words.js';

/** @param {{ audit: import('./api.js').Audit, levels: import('../tools/api.js').Level[] }} props */
export function AuditActions({ audit, levels }) {
  const session = useSession();
  const isSubmitted = audit.state === 'submitted';
  const isWithdrawable = isWithAuditor(audit.state) || isSubmitted;
  const isLowest = audit.first_grade === levels.at(-1)?.code;
  const isMine = audit.auditor_id === session.me?.id;
  return (
    <>
      {isSubmitted && may(session, 'moderations:allocate') && (
        <ButtonLink to={`/moderations/new?audit_id=${audit.id}`}>Allocate a moderation</ButtonLink>
      )}
      {isSubmitted && may(session, 'moderations:allocate') && !isLowest && !isMine && <Finalise audit={audit} />}
      {isWithAuditor(audit.state) && may(session, 'audits:allocate') && <Reallocate audit={audit} />}
      {isWithAuditor(audit.state) && may(session, 'audits:override') && !isMine && <Override audit={audit} />}
      {isWithdrawable && may(session, 'audits:allocate') && <Withdraw audit={audit} />}
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
