/** On the page of an audit: what it found, strengths first, and what came of it; an action can be set at any time. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { findingsQuery } from './api.js';
import { FindingActionForm } from './FindingActionForm.jsx';
import { FindingLists } from './FindingCard.jsx';

/** @param {{ audit: import('../audits/api.js').Audit }} props */
export function AuditFindings({ audit }) {
  const session = useSession();
  const findings = useQuery(findingsQuery({ audit_id: audit.id, limit: 100 }));
  const found = findings.data?.items ?? [];
  if (!found.length) return null;
  const maySet = may(session, 'actions:set') && audit.state !== 'withdrawn';
  return (
    <section aria-labelledby="findings">
      <h2 className="govuk-heading-m" id="findings">
        What the audit found
      </h2>
      <FindingLists
        findings={found}
        auditor={audit.auditor_name}
        act={(finding) => (maySet && finding.kind === 'improvement' ? <SetAction finding={finding} /> : null)}
      />
    </section>
  );
}

/** @param {{ finding: import('./api.js').Finding }} props */
function SetAction({ finding }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <FindingActionForm finding={finding} onDone={() => setOpen(false)} />;
  return (
    <LinkButton onClick={() => setOpen(true)}>
      Set an action<span className="govuk-visually-hidden"> about {finding.theme_title}</span>
    </LinkButton>
  );
}
