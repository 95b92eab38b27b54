/** What the case system sent about the child, beside the form. It is read when it is opened, because reading is kept in the journal. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { childQuery } from '../cases/api.js';
import { CaseNumber } from '../cases/FindCase.jsx';
import { statusWords } from '../cases/words.js';
import { shortDayOf } from '../kernel/dates.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { CaseFacts } from './CaseFacts.jsx';

/** @param {{ childId: string, childRef: string, auditId?: string }} props `auditId`: only what concerns its period, as kept at its opening */
export function ChildFacts({ childId, childRef, auditId }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="qa-child" aria-label={`Facts of child ${childRef}`}>
      <Button look="secondary" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide the child’s facts' : 'Show the child’s facts'}
      </Button>{' '}
      <CaseNumber childId={childId} />
      {isOpen && (auditId ? <OfPeriod childId={childId} auditId={auditId} /> : <Facts childId={childId} />)}
    </section>
  );
}

/** @param {{ childId: string, auditId: string }} props */
const OfPeriod = ({ childId, auditId }) => (
  <div className="qa-child__facts">
    <p>
      <Link className="govuk-link" to={`/children/${childId}`} target="_blank" rel="noreferrer">
        Everything received (opens in a new tab)
      </Link>
    </p>
    <CaseFacts auditId={auditId} isNarrow />
  </div>
);

/** @param {{ is_seen: boolean|null, is_seen_alone: boolean|null }} visit */
function seenWords(visit) {
  if (visit.is_seen_alone) return 'seen alone';
  if (visit.is_seen) return 'seen, not alone';
  return visit.is_seen === false ? 'not seen' : 'not recorded whether seen';
}

/** @param {{ childId: string }} props */
function Facts({ childId }) {
  const child = useQuery(childQuery(childId));
  return (
    <Loaded query={child} loading="Loading the child’s facts…">
      {(data) => {
        const visits = data.visits.toSorted((a, b) => b.visited_on.localeCompare(a.visited_on));
        const alone = visits.filter((visit) => visit.is_seen_alone).length;
        return (
          <div className="qa-child__facts">
            <p>
              {[statusWords(data.statuses), data.team].filter(Boolean).join('. ')}.{' '}
              <Link className="govuk-link" to={`/children/${childId}`} target="_blank" rel="noreferrer">
                Everything received (opens in a new tab)
              </Link>
            </p>
            <h2 className="govuk-heading-s">Visits</h2>
            {visits.length ? (
              <>
                <p>
                  Seen alone at {alone} of {visits.length} {visits.length === 1 ? 'visit' : 'visits'}.
                </p>
                <ul>
                  {visits.slice(0, 8).map((visit, i) => (
                    <li key={`${visit.visited_on} ${i}`}>
                      {shortDayOf(visit.visited_on)}: {seenWords(visit)}
                    </li>
                  ))}
                </ul>
                {visits.length > 8 && <p>The latest 8 of {visits.length}.</p>}
              </>
            ) : (
              <p>No visit has been received.</p>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
