/** Gives a case to somebody else, or lets it fall away so that the next in line takes its place. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { conflictAt } from '../audits/AllocateForm.jsx';
import { auditorsQuery } from '../audits/api.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { replaceCase, updateCase } from './api.js';

/** @typedef {import('./api.js').Case} Case */

/** @param {{ round: import('./api.js').Round, one: Case|null, onClose: () => void }} props */
export function CaseDialog({ round, one, onClose }) {
  return (
    <Dialog title={one ? `Change ${one.child_ref}` : ''} isOpen={one !== null} onClose={onClose}>
      {one && <Change key={one.id} round={round} one={one} onClose={onClose} />}
    </Dialog>
  );
}

/** @param {{ round: import('./api.js').Round, one: Case, onClose: () => void }} props */
function Change({ round, one, onClose }) {
  const mayOverride = may(useSession(), 'audits:override');
  const auditors = useQuery(auditorsQuery());
  const [act, setAct] = useState('give');
  const [auditorId, setAuditorId] = useState('');
  const [reason, setReason] = useState('');
  const after = { refreshes: ['rounds', 'audits'], onDone: onClose };
  const give = useAction(
    () => updateCase(round.id, one.id, { auditor_id: auditorId, override_reason: reason.trim() || null }),
    after,
  );
  const replace = useAction(() => replaceCase(round.id, one.id, reason), after);
  const isTied = give.problem?.code === 'case_has_conflict';
  // One problem as long as it is the same one: another would take the focus from who is writing.
  const tie = useMemo(() => conflictAt(give.problem, '/auditor_id'), [give.problem]);
  const problem = act === 'give' ? tie : replace.problem;
  const isBusy = give.isBusy || replace.isBusy || (act === 'give' && !auditorId);
  return (
    <>
      <ErrorSummary problem={problem} />
      <RadioGroup
        legend="What is to happen?"
        pointer="/act"
        options={[
          { value: 'give', text: 'Give it to somebody else' },
          { value: 'replace', text: 'Replace it by the next in line' },
        ]}
        value={act}
        onChange={setAct}
      />
      {act === 'give' && (
        <Select
          label="Auditor"
          pointer="/auditor_id"
          problem={problem}
          any="Choose an auditor"
          options={(auditors.data ?? []).map(({ id, name }) => ({ value: id, text: name }))}
          value={auditorId}
          onChange={setAuditorId}
        />
      )}
      {(act === 'replace' || (isTied && mayOverride)) && (
        <TextArea
          label={act === 'replace' ? 'Why it falls away' : 'Why the conflict of interest is set aside'}
          hint={act === 'give' ? 'Everybody who sees the audit sees this reason.' : undefined}
          pointer={act === 'replace' ? '/reason' : '/override_reason'}
          problem={problem}
          value={reason}
          onChange={setReason}
          maxLength={4000}
        />
      )}
      <div className="qa-buttons">
        <Button isBusy={isBusy} onClick={() => (act === 'give' ? give.run() : replace.run())}>
          {act === 'give' ? 'Give it to them' : 'Replace it'}
        </Button>
        <Button look="secondary" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </>
  );
}
