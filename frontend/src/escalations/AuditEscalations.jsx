/** On an audit's page: who was told of it, whether they know, and whether it is followed up. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { roleWords } from '../access/roles.js';
import { dayOf, dueIn, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { acknowledgeEscalation, escalationsQuery } from './api.js';

/** @typedef {import('./api.js').Escalation} Escalation */

/** @param {{ audit: import('../audits/api.js').Audit }} props */
export function AuditEscalations({ audit }) {
  const { data: items } = useQuery(escalationsQuery({ audit_id: audit.id }));
  if (!items?.length) return null;
  return (
    <section aria-labelledby="escalation" className="qa-escalations">
      <h2 className="govuk-heading-s" id="escalation" tabIndex={-1}>
        Who was told
      </h2>
      {items.map((one) => (
        <One key={one.id} escalation={one} />
      ))}
    </section>
  );
}

/** @param {{ escalation: Escalation }} props */
function One({ escalation }) {
  const { acknowledged_at, acknowledged_by_name, grade_label, is_overdue, due_on, note, raised_at, role } = escalation;
  return (
    <div className="qa-escalation">
      <p className="govuk-body">
        {grade_label}: told to the {roleWords(role).toLowerCase()} on {dayOf(raised_at)}.{' '}
        {acknowledged_at ? (
          <>
            Acknowledged by {acknowledged_by_name} on {momentOf(acknowledged_at)}.
          </>
        ) : (
          <>
            Not acknowledged yet: <span className={is_overdue ? 'qa-late' : undefined}>{dueIn(due_on)}</span>.
          </>
        )}
      </p>
      {note && <p className="govuk-body qa-words-kept qa-lede">{note}</p>}
      {escalation.is_for_me && <Acknowledge escalation={escalation} />}
      {escalation.needs_re_audit && <ReAuditNeeded escalation={escalation} />}
    </div>
  );
}

/** @param {{ escalation: Escalation }} props */
function Acknowledge({ escalation }) {
  const [note, setNote] = useState('');
  const acknowledge = useAction(() => acknowledgeEscalation(escalation.id, note), { refreshes: ['escalations'] });
  return (
    <div className="qa-no-print">
      <Form action={acknowledge}>
        <TextArea
          label="What is done about it"
          hint="At least 10 characters. Whoever sees the audit sees it."
          pointer="/note"
          rows={3}
          maxLength={4000}
          problem={acknowledge.problem}
          value={note}
          onChange={setNote}
        />
        <Button type="submit" isBusy={acknowledge.isBusy}>
          Acknowledge
        </Button>
      </Form>
    </div>
  );
}

/** @param {{ escalation: Escalation }} props */
function ReAuditNeeded({ escalation: { audit_id, child_id } }) {
  const mayAllocate = may(useSession(), 'audits:allocate');
  return (
    <Notice look="warning">
      No re-audit has been allocated yet.{' '}
      {mayAllocate && (
        <Link className="govuk-link qa-no-print" to={`/audits/new?child_id=${child_id}&re_audit_of_id=${audit_id}`}>
          Allocate the re-audit
        </Link>
      )}
    </Notice>
  );
}
