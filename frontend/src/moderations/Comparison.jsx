/** First and second grades beside each other: those that differ first, all of them on request. */
import { useState } from 'react';
import { Link } from 'react-router';
import { outcomeWords } from '../audits/words.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { levelWords } from '../tools/words.js';
import { sumWords } from './words.js';
import '../audits/audits.scss';

/** @param {{ moderation: import('./api.js').Moderation, tool: import('../tools/api.js').Tool }} props */
export function Comparison({ moderation, tool }) {
  const session = useSession();
  const [isAll, setAll] = useState(false);
  const { levels } = tool.scale;
  const judged = tool.sections
    .flatMap((section) => section.questions)
    .flatMap((question) => {
      const judgement = moderation.judgements[question.id];
      return judgement ? [{ question, ...judgement, reason: moderation.audit.answers[question.id]?.reason }] : [];
    });
  const differing = judged.filter(({ outcome }) => outcome !== 'agreed');
  const rows = isAll ? judged : differing;
  return (
    <>
      <div className="qa-pair">
        <div className="qa-pair__side">
          <h2 className="govuk-heading-s">First grade</h2>
          <p className="qa-pair__grade">{levelWords(levels, moderation.audit.first_grade)}</p>
          <p>By {moderation.auditor_name}</p>
        </div>
        <div className="qa-pair__side qa-pair__side--reported">
          <h2 className="govuk-heading-s">Second grade</h2>
          <p className="qa-pair__grade">{levelWords(levels, moderation.second_grade)}</p>
          <p>
            {outcomeWords(moderation.outcome)}, by {moderation.moderator_name}
          </p>
        </div>
      </div>
      <h2 className="govuk-heading-m">{isAll ? 'All questions' : 'Where the grades differ'}</h2>
      <p className="govuk-body">
        Of {judged.length} questions: {sumWords(judged)}.{' '}
        {differing.length < judged.length && (
          <LinkButton onClick={() => setAll(!isAll)}>
            {isAll ? 'Show only those that differ' : `Show all ${judged.length}`}
          </LinkButton>
        )}
      </p>
      {rows.length ? (
        <Table
          caption={isAll ? 'All grades' : 'Grades that differ'}
          isCaptionHidden
          rows={rows}
          rowKey={({ question }) => question.id}
          columns={[
            {
              key: 'question',
              title: 'Question',
              isHeader: true,
              cell: ({ question }) => (
                <span>
                  <b>{question.code}</b> {question.text}
                </span>
              ),
            },
            { key: 'first', title: 'First grade', cell: ({ first_grade }) => levelWords(levels, first_grade) },
            { key: 'second', title: 'Second grade', cell: ({ second_grade }) => levelWords(levels, second_grade) },
            {
              key: 'outcome',
              title: 'Outcome',
              cell: ({ outcome }) => (outcome === 'agreed' ? outcomeWords(outcome) : <b>{outcomeWords(outcome)}</b>),
            },
            {
              key: 'reason',
              title: 'The auditor’s evidence',
              cell: ({ reason }) => <span className="qa-words-kept">{reason || '–'}</span>,
            },
          ]}
        />
      ) : (
        <p className="govuk-body">Both read every question alike.</p>
      )}
      {moderation.audit.overall_reason && (
        <>
          <h2 className="govuk-heading-s">The auditor’s reason for the overall grade</h2>
          <p className="govuk-body qa-words-kept qa-lede">{moderation.audit.overall_reason}</p>
        </>
      )}
      {moderation.audit.summary && (
        <>
          <h2 className="govuk-heading-s">The auditor’s summary</h2>
          <p className="govuk-body qa-words-kept qa-lede">{moderation.audit.summary}</p>
        </>
      )}
      {may(session, 'audits:read') && (
        <p className="govuk-body qa-no-print">
          <Link className="govuk-link" to={`/audits/${moderation.audit_id}`}>
            See the whole audit {moderation.audit_reference}
          </Link>
        </p>
      )}
    </>
  );
}
