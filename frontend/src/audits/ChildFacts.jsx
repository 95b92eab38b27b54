/** What the case system sent about the child, beside the form. It is read when it is opened, because reading is kept in the journal. */
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../kernel/ui/Button.jsx';
import { CaseFacts } from './CaseFacts.jsx';

/** @param {{ audit: import('./api.js').Audit }} props */
export function ChildFacts({ audit }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="qa-child" aria-label={`Facts of child ${audit.child_ref}`}>
      <Button look="secondary" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide the child’s facts' : 'Show the child’s facts'}
      </Button>
      {isOpen && (
        <div className="qa-child__facts">
          <p>
            <Link className="govuk-link" to={`/children/${audit.child_id}`} target="_blank" rel="noreferrer">
              Everything received (opens in a new tab)
            </Link>
          </p>
          <CaseFacts auditId={audit.id} isNarrow />
        </div>
      )}
    </section>
  );
}
