/** What an audit found, to read and to print: both grades side by side, then every answer with its reason. */
import { Link } from 'react-router';
import { dayOf, dueIn, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Panels } from '../kernel/panels.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { kindWords, levelWords } from '../tools/words.js';
import { AuditActions } from './AuditActions.jsx';
import { AuditNotices, ReAudit, Submissions } from './AuditStory.jsx';
import { CaseFacts } from './CaseFacts.jsx';
import { EarlierWords } from './EarlierWords.jsx';
import { SectionAnswers } from './SectionAnswers.jsx';
import { auditStates, isWithAuditor, outcomeWords } from './words.js';
import { Words } from './Words.jsx';
import './audits.scss';

/** @typedef {import('./api.js').Audit} Audit */
/** @typedef {import('../tools/api.js').Level[]} Levels */

/** @param {{ audit: Audit, tool: import('../tools/api.js').Tool }} props */
export function AuditRecord({ audit, tool }) {
  const { levels } = tool.scale;
  const state = auditStates[audit.state];
  const isOpen = isWithAuditor(audit.state);
  return (
    <>
      <PageHeading title={`Audit ${audit.reference}`} caption={kindWords(audit.kind)}>
        <Button look="secondary" onClick={() => window.print()}>
          Print
        </Button>
        <AuditActions audit={audit} />
      </PageHeading>
      {isOpen && (
        <Notice>
          The auditor has answered {audit.answered} of {audit.questions_count} questions.{' '}
          {audit.is_overdue ? <span className="qa-late">{dueIn(audit.due_on)}</span> : dueIn(audit.due_on)}.
        </Notice>
      )}
      <AuditNotices audit={audit} />
      {audit.withdrawn_reason && <Notice look="warning">Withdrawn: {audit.withdrawn_reason}</Notice>}
      <AuditFacts audit={audit} state={state ? <Tag colour={state.colour}>{state.text}</Tag> : audit.state} />
      {!isOpen && audit.state !== 'withdrawn' && <BothGrades audit={audit} levels={levels} />}
      <Submissions audit={audit} levels={levels} />
      <ReAudit audit={audit} levels={levels} />
      <Words title="Summary, strengths first" text={audit.summary} />
      <Words title="Reason for the overall grade" text={audit.overall_reason} />
      {!audit.is_declined && <CaseFacts auditId={audit.id} />}
      {tool.sections.map((section) => (
        <SectionAnswers
          key={section.id}
          section={section}
          answers={audit.answers}
          tool={tool}
          isModerated={audit.state === 'final' && audit.moderation !== null}
        />
      ))}
      <Panels on="audit" audit={audit} tool={tool} />
      <EarlierWords auditId={audit.id} tool={tool} />
    </>
  );
}

/** @param {{ audit: Audit, state: import('react').ReactNode }} props */
function AuditFacts({ audit, state }) {
  const session = useSession();
  const child = may(session, 'cases:read') ? (
    <Link className="govuk-link" to={`/children/${audit.child_id}`}>
      {audit.child_ref}
    </Link>
  ) : (
    audit.child_ref
  );
  return (
    <Facts
      facts={[
        { name: 'State', value: state },
        { name: 'Child', value: child },
        { name: 'Team then', value: audit.unit_name ?? 'No team' },
        { name: 'Auditor', value: audit.auditor_name },
        { name: 'Work audited', value: `${dayOf(audit.period_from)} to ${dayOf(audit.period_to)}` },
        { name: 'Due', value: dayOf(audit.due_on) },
        ...(audit.submitted_at ? [{ name: 'Submitted', value: momentOf(audit.submitted_at) }] : []),
        ...(audit.finalised_at ? [{ name: 'Final since', value: momentOf(audit.finalised_at) }] : []),
      ]}
    />
  );
}

/** @param {{ audit: Audit, levels: Levels }} props */
function BothGrades({ audit, levels }) {
  const isModerated = audit.moderation !== null;
  const isFinal = audit.state === 'final';
  return (
    <div className="qa-pair">
      <div className={`qa-pair__side${isFinal && !isModerated ? ' qa-pair__side--reported' : ''}`}>
        <h2 className="govuk-heading-s">First grade</h2>
        <p className="qa-pair__grade">{levelWords(levels, audit.first_grade, 'Hidden until the second is given')}</p>
        <p>By {audit.auditor_name}</p>
        {isFinal && !isModerated && <p>This is the grade that is reported.</p>}
      </div>
      <div className={`qa-pair__side${isFinal && isModerated ? ' qa-pair__side--reported' : ''}`}>
        <h2 className="govuk-heading-s">Moderated grade</h2>
        {isModerated ? (
          <>
            <p className="qa-pair__grade">{levelWords(levels, audit.reported_grade, 'Not given yet')}</p>
            <p>{audit.moderation?.outcome ? outcomeWords(audit.moderation.outcome) : 'In moderation'}</p>
            {isFinal && <p>This is the grade that is reported.</p>}
            <ModerationLink id={audit.moderation?.id ?? ''} />
          </>
        ) : (
          <p>{isFinal ? 'Not moderated' : 'Not moderated so far'}</p>
        )}
      </div>
    </div>
  );
}

/** @param {{ id: string }} props */
function ModerationLink({ id }) {
  if (!may(useSession(), 'moderations:read')) return null;
  return (
    <p className="qa-no-print">
      <Link className="govuk-link" to={`/moderations/${id}`}>
        See the moderation
      </Link>
    </p>
  );
}
