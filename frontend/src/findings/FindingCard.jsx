/** One finding: what was found, what it means for the child, and what is done about it. */
import { Link } from 'react-router';
import { ActionDue, ActionState } from '../actions/ActionState.jsx';
import { titleOf } from '../actions/words.js';
import { fieldId } from '../kernel/problem.js';
import { Tag } from '../kernel/ui/Tag.jsx';
import { severities } from './words.js';
import './findings.scss';

/** @param {{ finding: import('./api.js').Finding, auditor?: string, children?: import('react').ReactNode }} props
 *  `auditor`: who need not be named as the one who wrote it down; `children`: what may be done with it */
export function FindingCard({ finding, auditor = '', children }) {
  const severity = finding.severity ? severities[finding.severity] : null;
  return (
    <li className={`qa-finding qa-finding--${finding.kind}`} id={fieldId(`/findings/${finding.id}`)} tabIndex={-1}>
      <p className="govuk-body qa-finding__about">
        <b>{finding.theme_title}</b>
        {finding.criterion_code && ` (criterion ${finding.criterion_code})`}{' '}
        {severity && <Tag colour={severity.colour}>{`${severity.text} severity`}</Tag>}
      </p>
      {finding.text && <p className="govuk-body qa-words-kept">{finding.text}</p>}
      {finding.impact && (
        <p className="govuk-body qa-words-kept">
          <b>For the child:</b> {finding.impact}
        </p>
      )}
      {finding.actions.length > 0 && (
        <ul className="govuk-list" aria-label="Actions about it">
          {finding.actions.map((action) => (
            <li key={action.id}>
              <Link className="govuk-link" to={`/actions/${action.id}`}>
                {titleOf(action)}
              </Link>
              , {action.owner_name}, due <ActionDue action={action} /> <ActionState action={action} />
            </li>
          ))}
        </ul>
      )}
      {!finding.actions.length && finding.no_action_reason && (
        <p className="govuk-body qa-words-kept">
          <b>No action:</b> {finding.no_action_reason}
        </p>
      )}
      {auditor && finding.written_by_name && finding.written_by_name !== auditor && (
        <p className="govuk-body-s">Written down by {finding.written_by_name}, who had the audit before.</p>
      )}
      {children && <div className="qa-no-print">{children}</div>}
    </li>
  );
}

/**
 * Strengths first, then areas for improvement.
 * @param {object} props
 * @param {import('./api.js').Finding[]} props.findings
 * @param {(finding: import('./api.js').Finding) => import('react').ReactNode} [props.act]
 * @param {'h2'|'h3'} [props.level]
 * @param {string} [props.auditor] whose findings they are, unless a finding names another
 */
export function FindingLists({ findings, act, level = 'h3', auditor }) {
  const lists = [
    { kind: 'strength', title: 'Strengths', none: 'No strength is written down yet.' },
    { kind: 'improvement', title: 'Areas for improvement', none: 'No area for improvement is written down.' },
  ];
  return lists.map(({ kind, title, none }) => {
    const found = findings.filter((finding) => finding.kind === kind);
    return (
      <section key={kind} aria-label={title}>
        {level === 'h2' ? <h2 className="govuk-heading-s">{title}</h2> : <h3 className="govuk-heading-s">{title}</h3>}
        {found.length ? (
          <ul className="qa-findings">
            {found.map((finding) => (
              <FindingCard key={finding.id} finding={finding} auditor={auditor}>
                {act?.(finding)}
              </FindingCard>
            ))}
          </ul>
        ) : (
          <p className="govuk-body">{none}</p>
        )}
      </section>
    );
  });
}
