/** What happened to an audit on its way: submissions and returns, conflicts overridden, a new auditor, a re-audit. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { Notice } from '../kernel/ui/Notice.jsx';
import { levelWords } from '../tools/words.js';
import { movesQuery } from './api.js';
import { auditStates, outcomeWords } from './words.js';

/** @typedef {import('./api.js').Audit} Audit */
/** @typedef {import('../tools/api.js').Level[]} Levels */

/** What the reader must know first. @param {{ audit: Audit }} props */
export function AuditNotices({ audit }) {
  const back = audit.submissions.at(-1);
  return (
    <>
      {audit.is_declined && (
        <Notice look="warning">The auditor knows this family. The audit needs a new auditor.</Notice>
      )}
      {audit.state === 'returned' && (
        <Notice look="warning">
          Returned for rework by {back?.returned_by_name} on {momentOf(back?.returned_at)}
          {back?.return_reason ? `: ${back.return_reason}` : '.'}
        </Notice>
      )}
      {audit.overridden_conflict && (
        <Notice>
          The auditor {audit.overridden_conflict}. {audit.overridden_by_name} let them audit all the same:{' '}
          {audit.override_reason}
        </Notice>
      )}
    </>
  );
}

/** Every handing in, where there was more than one: the first is kept for ever. @param {{ audit: Audit, levels: Levels }} props */
export function Submissions({ audit, levels }) {
  if (audit.submissions.length < 2) return null;
  return (
    <>
      <h2 className="govuk-heading-s">Every submission</h2>
      <ol className="govuk-list govuk-list--number">
        {audit.submissions.map((one) => (
          <li key={one.number}>
            <b>{levelWords(levels, one.grade, 'Hidden until the second is given')}</b>, {one.auditor_name},{' '}
            {momentOf(one.submitted_at)}
            {one.returned_at &&
              `. Returned by ${one.returned_by_name}${one.return_reason ? `: ${one.return_reason}` : ''}`}
          </li>
        ))}
      </ol>
    </>
  );
}

/** An audit and its re-audit side by side: whether practice moved. @param {{ audit: Audit, levels: Levels }} props */
export function ReAudit({ audit, levels }) {
  const isOne = Boolean(audit.re_audit ?? audit.is_re_audit);
  const { data: moves } = useQuery({ ...movesQuery(audit.id), enabled: isOne });
  const other = audit.re_audit ?? audit.re_audit_of;
  if (!isOne || !other) return null;
  return (
    <section aria-labelledby="re-audit">
      <h2 className="govuk-heading-s" id="re-audit">
        {audit.re_audit ? 'Re-audit' : 'The audit before'}
      </h2>
      <p className="govuk-body">
        <Link className="govuk-link" to={`/audits/${other.id}`}>
          {other.reference}
        </Link>
        , {auditStates[other.state]?.text.toLowerCase()}.
        {moves?.moved && (
          <>
            {' '}
            The whole went from <b>{levelWords(levels, moves.before?.grade)}</b> to{' '}
            <b>{levelWords(levels, moves.after?.grade)}</b>
            {moves.moved === 'agreed' ? ' and has not moved.' : `: ${outcomeWords(moves.moved).toLowerCase()}.`}
          </>
        )}
      </p>
      {moves && moves.standards.length > 0 && (
        <table className="govuk-table qa-table">
          <caption className="govuk-table__caption govuk-table__caption--s">Criteria graded both times</caption>
          <thead>
            <tr>
              {['Standard', 'Raised', 'The same', 'Lowered'].map((title) => (
                <th key={title} scope="col" className="govuk-table__header">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {moves.standards.map((one) => (
              <tr key={one.number}>
                <th scope="row" className="govuk-table__header" data-label="Standard">
                  {one.number}. {one.title}
                </th>
                <td className="govuk-table__cell" data-label="Raised">
                  {one.raised}
                </td>
                <td className="govuk-table__cell" data-label="The same">
                  {one.same}
                </td>
                <td className="govuk-table__cell" data-label="Lowered">
                  {one.lowered}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
