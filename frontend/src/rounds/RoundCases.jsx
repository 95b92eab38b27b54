/** The cases of a round: whose audit each is, how it stands, and why nobody could take it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { auditStates } from '../audits/words.js';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { roundCasesQuery } from './api.js';
import { CaseDialog } from './CaseDialog.jsx';
import { ageBands, caseStates, caseTypes, textOf } from './words.js';

/** @typedef {import('./api.js').Case} Case */

/** @param {{ round: import('./api.js').Round }} props */
export function RoundCases({ round }) {
  const cases = useQuery(roundCasesQuery(round.id));
  const [chosen, setChosen] = useState(/** @type {Case|null} */ (null));
  const isManager = may(useSession(), 'rounds:manage') && round.state !== 'closed';
  return (
    <section aria-labelledby="cases">
      <h2 className="govuk-heading-m" id="cases">
        Cases
      </h2>
      <Loaded query={cases} loading="Loading the cases…">
        {(found) => {
          const drawn = found.filter((one) => one.state === 'drawn');
          const others = found.filter((one) => one.state !== 'drawn');
          return (
            <>
              {drawn.length ? (
                <CaseTable caption="Cases to audit" cases={drawn} onChoose={isManager ? setChosen : undefined} />
              ) : (
                <Empty title="No case of this round is yours to see">
                  You see the cases of your teams and your own audits.
                </Empty>
              )}
              {others.length > 0 && (
                <Details summary={`In reserve or replaced: ${others.length}`}>
                  <CaseTable caption="In reserve or replaced" cases={others} />
                </Details>
              )}
            </>
          );
        }}
      </Loaded>
      <CaseDialog round={round} one={chosen} onClose={() => setChosen(null)} />
    </section>
  );
}

/** @param {Case} one */
function auditCell(one) {
  if (one.audit_id === null) {
    if (one.state !== 'drawn') {
      const state = caseStates[one.state];
      return (
        <>
          <Tag colour={state?.colour}>{state?.text ?? one.state}</Tag>
          {one.replaced_reason && <div>{one.replaced_reason}</div>}
        </>
      );
    }
    return 'Not allocated yet';
  }
  const state = auditStates[one.audit_state ?? ''];
  return (
    <>
      <Link className="govuk-link qa-ref" to={`/audits/${one.audit_id}`}>
        {one.audit_reference}
      </Link>{' '}
      {state && <Tag colour={state.colour}>{state.text}</Tag>}
      {one.is_overdue && <span className="qa-late"> Overdue</span>}
      {one.reminded_on && <div className="govuk-body-s">Reminded on {shortDayOf(one.reminded_on)}</div>}
    </>
  );
}

/** @param {Case} one */
const auditorCell = (one) => (
  <>
    {one.auditor_name ?? <span className="qa-late">Nobody</span>}
    {one.nobody_because && <div>{one.nobody_because}</div>}
    {one.override_reason && <div>A conflict of interest was set aside: {one.override_reason}</div>}
  </>
);

/** @param {{ caption: string, cases: Case[], onChoose?: (one: Case) => void }} props */
function CaseTable({ caption, cases, onChoose }) {
  const change = {
    key: 'change',
    title: 'Change',
    isScreenOnly: true,
    cell: (/** @type {Case} */ one) => (
      <LinkButton onClick={() => onChoose?.(one)}>
        Change<span className="govuk-visually-hidden"> {one.child_ref}</span>
      </LinkButton>
    ),
  };
  return (
    <Table
      caption={caption}
      isCaptionHidden
      rows={cases}
      rowKey={(one) => one.id}
      columns={[
        {
          key: 'child',
          title: 'Child',
          isHeader: true,
          cell: (one) => (
            <Link className="govuk-link qa-ref" to={`/children/${one.child_id}`}>
              {one.child_ref}
            </Link>
          ),
        },
        { key: 'team', title: 'Team', cell: (one) => one.unit_name ?? 'No team' },
        {
          key: 'type',
          title: 'Case',
          cell: (one) => `${textOf(caseTypes, one.case_type)}, ${textOf(ageBands, one.age_band).toLowerCase()}`,
        },
        { key: 'auditor', title: 'Auditor', cell: auditorCell },
        { key: 'audit', title: 'Audit', cell: auditCell },
        ...(onChoose ? [change] : []),
      ]}
    />
  );
}
