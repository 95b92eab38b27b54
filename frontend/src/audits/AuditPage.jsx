/** One audit: its form for the auditor while it is open, otherwise what was found, for reading and printing. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { toolQuery } from '../tools/api.js';
import { auditQuery } from './api.js';
import { AuditEditor } from './AuditEditor.jsx';
import { AuditRecord } from './AuditRecord.jsx';

export function AuditPage() {
  const { auditId = '' } = useParams();
  return <OneAudit key={auditId} auditId={auditId} />;
}

/** @param {{ auditId: string }} props */
function OneAudit({ auditId }) {
  const [params] = useSearchParams();
  const [isSubmitted, setSubmitted] = useState(false);
  const audit = useQuery(auditQuery(auditId));
  const tool = useQuery({ ...toolQuery(audit.data?.tool_id ?? ''), enabled: audit.isSuccess });
  const isWhole = params.get('view') === 'whole';
  return (
    <>
      {isWhole ? <BackLink to="?">The form</BackLink> : <BackLink to="/audits">Audits</BackLink>}
      <Loaded query={audit} title="Audit" loading="Loading the audit…">
        {(data) => {
          const isToFillIn = data.next_steps.includes('update_audit');
          return (
            <Loaded query={tool} title="Audit" loading="Loading the questions…">
              {(questions) =>
                isToFillIn && !isWhole ? (
                  <AuditEditor audit={data} tool={questions} onSubmitted={() => setSubmitted(true)} />
                ) : (
                  <>
                    {isSubmitted && (
                      <Notice look="success" isSpoken>
                        Submitted. Thank you. Your grade is kept for ever, also when a moderator gives another.
                      </Notice>
                    )}
                    <AuditRecord audit={data} tool={questions} />
                  </>
                )
              }
            </Loaded>
          );
        }}
      </Loaded>
    </>
  );
}
