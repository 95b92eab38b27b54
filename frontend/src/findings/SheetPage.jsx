/** One worker's supervision sheet, to print on a page: what audits found in their cases, strengths first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ActionDue, ActionState } from '../actions/ActionState.jsx';
import { titleOf } from '../actions/words.js';
import { dayOf } from '../kernel/dates.js';
import { Panels } from '../kernel/panels.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { kindWords } from '../tools/words.js';
import { sheetQuery } from './api.js';
import './findings.scss';

/** @typedef {import('./api.js').Sheet} Sheet */
/** @typedef {Sheet['audits'][number]} SheetAudit */

/** @type {Record<string, string>} */
const speakers = { child: 'The child', family: 'The family', practitioner: 'The practitioner' };

export function SheetPage() {
  const { workerId = '' } = useParams();
  const { filters, field } = useFilters({ from_on: '', to_on: '' });
  const sheet = useQuery(sheetQuery(workerId, filters));
  return (
    <>
      <BackLink to="/sheets">Supervision sheets</BackLink>
      <Loaded query={sheet} title="Supervision sheet" loading="Loading the sheet…">
        {(data) => (
          <>
            <PageHeading
              title={data.worker_name ?? `Worker ${data.worker_id}`}
              caption={['Supervision sheet', data.job_title, data.unit_name].filter(Boolean).join(', ')}
            >
              <Button look="secondary" onClick={() => window.print()}>
                Print
              </Button>
            </PageHeading>
            <p className="govuk-body">
              {data.purpose} Audits that became final from {dayOf(data.from_on)} to {dayOf(data.to_on)}.
            </p>
            <div className="qa-no-print">
              <FilterBar label="Period of the sheet">
                <TextField label="From" type="date" {...field('from_on')} />
                <TextField label="To" type="date" {...field('to_on')} />
              </FilterBar>
            </div>
            <Audits sheet={data} />
            <Panels on="sheet" workerId={workerId} period={filters} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ sheet: Sheet }} props */
function Audits({ sheet }) {
  if (!sheet.audits.length) return <Empty title="No audit of this worker’s cases became final in this time" />;
  return (
    <div className="qa-sheet">
      {sheet.audits.map((audit) => (
        <section key={audit.id} className="qa-sheet__audit" aria-label={`Audit ${audit.reference}`}>
          <h2 className="govuk-heading-s">
            <Link className="govuk-link" to={`/audits/${audit.id}`}>
              {audit.reference}
            </Link>
            , child {audit.child_ref}: {audit.grade_label}
          </h2>
          <p className="govuk-body">
            {kindWords(audit.kind)}, final on {dayOf(audit.finalised_at)}
          </p>
          <Found title="Strengths" kind="strength" findings={audit.strengths} />
          <Found title="Areas for improvement" kind="improvement" findings={audit.improvements} />
          <Voices voices={audit.voices} />
          <Actions audit={audit} />
        </section>
      ))}
    </div>
  );
}

/** @param {{ title: string, kind: string, findings: SheetAudit['strengths'] }} props */
function Found({ title, kind, findings }) {
  if (!findings.length) return null;
  return (
    <>
      <h3 className="govuk-body govuk-!-font-weight-bold">{title}</h3>
      <ul className="qa-findings">
        {findings.map((finding, i) => (
          // A sheet is read afresh as a whole; its findings have no ids.
          <li key={i} className={`qa-finding qa-finding--${kind}`}>
            <p className="govuk-body">
              <b>{finding.theme_title}.</b> {finding.text} {finding.impact}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was said by those who were heard. @param {{ voices: SheetAudit['voices'] }} props */
function Voices({ voices }) {
  const heard = voices.filter((voice) => voice.said);
  if (!heard.length) return null;
  return (
    <>
      <h3 className="govuk-body govuk-!-font-weight-bold">Voices</h3>
      <ul className="govuk-list">
        {heard.map(({ speaker, said }, i) => (
          // Of a family several people may have spoken.
          <li key={i}>
            <b>{speakers[speaker]}:</b> {said}
          </li>
        ))}
      </ul>
    </>
  );
}

/** @param {{ audit: SheetAudit }} props */
function Actions({ audit }) {
  if (!audit.actions.length) return null;
  return (
    <>
      <h3 className="govuk-body govuk-!-font-weight-bold">Actions not verified yet</h3>
      <ul className="govuk-list govuk-list--bullet">
        {audit.actions.map((action) => (
          <li key={action.id}>
            <Link className="govuk-link" to={`/actions/${action.id}`}>
              {titleOf(action)}
            </Link>
            , {action.owner_name}, due <ActionDue action={action} /> <ActionState action={action} />
          </li>
        ))}
      </ul>
    </>
  );
}
