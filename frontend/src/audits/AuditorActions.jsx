/** When the auditor changes: give the audit to somebody else, let a tied auditor go on, or say that you know the family. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { auditorsQuery, declineAudit, overrideConflict, reallocateAudit } from './api.js';

/** @typedef {import('./api.js').Audit} Audit */

/**
 * A button that asks before it acts.
 * @param {{ text: string, title: string, act: string, look?: 'secondary'|'warning', action: { run: (given: void) => void, isBusy: boolean, problem: import('../kernel/problem.js').Problem|null }, isOpen: boolean, onOpen: (isOpen: boolean) => void, children: import('react').ReactNode }} props
 */
function Asking({ text, title, act, action, isOpen, onOpen, children }) {
  return (
    <>
      <Button look="secondary" onClick={() => onOpen(true)}>
        {text}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => onOpen(false)}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!action.isBusy) action.run();
          }}
        >
          <ErrorSummary problem={action.problem} />
          {children}
          <div className="qa-buttons">
            <Button type="submit" isBusy={action.isBusy}>
              {act}
            </Button>
            <LinkButton onClick={() => onOpen(false)}>Cancel</LinkButton>
          </div>
        </form>
      </Dialog>
    </>
  );
}

/** @param {{ audit: Audit }} props */
export function Reallocate({ audit }) {
  const [isOpen, setOpen] = useState(false);
  const [auditorId, setAuditorId] = useState('');
  const [dueOn, setDueOn] = useState('');
  const auditors = useQuery({ ...auditorsQuery(), enabled: isOpen });
  const action = useAction(
    () => reallocateAudit(audit.id, audit.version, { auditor_id: auditorId, due_on: dueOn || null }),
    { refreshes: ['audits'], onDone: () => setOpen(false) },
  );
  return (
    <Asking
      text="Give to somebody else…"
      title={`Give ${audit.reference} to somebody else?`}
      act="Give the audit"
      action={action}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <p className="govuk-body">
        They begin afresh, for an audit is one person’s judgement. What {audit.auditor_name} has written is kept.
      </p>
      <Select
        label="Auditor"
        any="Choose an auditor"
        pointer="/auditor_id"
        problem={action.problem}
        value={auditorId}
        onChange={setAuditorId}
        options={(auditors.data ?? [])
          .filter(({ id }) => id !== audit.auditor_id)
          .map(({ id, name, unit_name }) => ({ value: id, text: unit_name ? `${name}, ${unit_name}` : name }))}
      />
      <TextField
        label="Due on"
        type="date"
        isOptional
        pointer="/due_on"
        problem={action.problem}
        value={dueOn}
        onChange={setDueOn}
      />
    </Asking>
  );
}

/** @param {{ audit: Audit }} props */
export function Override({ audit }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const action = useAction(() => overrideConflict(audit.id, audit.version, reason), {
    refreshes: ['audits'],
    onDone: () => setOpen(false),
  });
  return (
    <Asking
      text="Override a conflict…"
      title="Let the auditor go on?"
      act="Override"
      action={action}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <p className="govuk-body">
        It covers what ties them to the child today. Anything that comes after is refused again.
      </p>
      <TextArea
        label="Reason"
        hint="At least 10 characters. Everybody who sees the audit sees it, with your name."
        pointer="/reason"
        problem={action.problem}
        maxLength={4000}
        value={reason}
        onChange={setReason}
      />
    </Asking>
  );
}

/** @param {{ audit: Audit }} props */
export function Decline({ audit }) {
  const [isOpen, setOpen] = useState(false);
  const action = useAction(() => declineAudit(audit.id), { refreshes: ['audits'], onDone: () => setOpen(false) });
  return (
    <Asking
      text="I know this family…"
      title="You know this family?"
      act="Yes, I know this family"
      action={action}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <p className="govuk-body">
        You need not say how. The audit is given to somebody else, you no longer see the child’s facts, and you are not
        asked to audit this child again. This cannot be taken back here.
      </p>
    </Asking>
  );
}
