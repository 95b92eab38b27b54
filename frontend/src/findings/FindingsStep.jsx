/** A step of the audit's form: strengths first, then what should be better and what is done about it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may } from '../kernel/may.js';
import { fieldId } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { findingsQuery, removeFinding } from './api.js';
import { FindingActionForm } from './FindingActionForm.jsx';
import { FindingLists } from './FindingCard.jsx';
import { FindingForm } from './FindingForm.jsx';
import '../audits/audits.scss';

/** @typedef {import('./api.js').Finding} Finding */
/** @typedef {{ audit: import('../audits/api.js').Audit, tool: import('../tools/api.js').Tool }} Given */

/** @param {Given} props */
export function FindingsStep({ audit, tool }) {
  const findings = useQuery(findingsQuery({ audit_id: audit.id, limit: 100 }));
  return (
    <>
      <PageHeading title="Findings and actions" caption={`${audit.reference}, child ${audit.child_ref}`} size="m" />
      <p className="govuk-body" id={fieldId('/findings')} tabIndex={-1}>
        Every audit names at least one strength. Where the work is below good, each area for improvement has an action,
        or a reason why there is none.
      </p>
      <Loaded query={findings} loading="Loading findings…">
        {(page) => <Findings audit={audit} tool={tool} findings={page.items} />}
      </Loaded>
    </>
  );
}

/** @param {Given & { findings: Finding[] }} props */
function Findings({ audit, tool, findings }) {
  const [adding, setAdding] = useState(/** @type {'strength'|'improvement'|null} */ (null));
  return (
    <>
      <FindingLists
        level="h2"
        findings={findings}
        auditor={audit.auditor_name}
        act={(finding) => <Acts key={finding.version} audit={audit} tool={tool} finding={finding} />}
      />
      {adding ? (
        <FindingForm key={adding} audit={audit} tool={tool} kind={adding} onDone={() => setAdding(null)} />
      ) : (
        <div className="qa-find">
          <Button look="secondary" onClick={() => setAdding('strength')}>
            Add a strength
          </Button>
          <Button look="secondary" onClick={() => setAdding('improvement')}>
            Add an area for improvement
          </Button>
        </div>
      )}
    </>
  );
}

/** @param {Given & { finding: Finding }} props */
function Acts({ audit, tool, finding }) {
  const session = useSession();
  const [open, setOpen] = useState(/** @type {'words'|'action'|null} */ (null));
  const remove = useAction(() => removeFinding(finding), { refreshes: ['findings'] });
  if (open === 'words') {
    return <FindingForm audit={audit} tool={tool} kind={finding.kind} finding={finding} onDone={() => setOpen(null)} />;
  }
  if (open === 'action') return <FindingActionForm finding={finding} onDone={() => setOpen(null)} />;
  const about = <span className="govuk-visually-hidden"> about {finding.theme_title}</span>;
  return (
    <div className="qa-find">
      {finding.kind === 'improvement' && may(session, 'actions:set') && (
        <LinkButton onClick={() => setOpen('action')}>Set an action{about}</LinkButton>
      )}
      <LinkButton onClick={() => setOpen('words')}>Change{about}</LinkButton>
      {!finding.actions.length && <LinkButton onClick={() => remove.run(undefined)}>Remove{about}</LinkButton>}
      {remove.problem && <ProblemNotice error={remove.problem} />}
    </div>
  );
}
