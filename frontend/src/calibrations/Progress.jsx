/** An exercise that is not closed: who has handed in, until when, and what its lead may do. */
import { useState } from 'react';
import { Link } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { closeCalibration, updateCalibration } from './api.js';
import { InviteForm } from './InviteForm.jsx';

/** @typedef {import('./api.js').Calibration} Calibration */

/** What this person is told about their own part. @param {Calibration} calibration */
function ownWords({ own, state, opens_on, closes_on }) {
  if (own?.submitted_at) return 'Your grades are in. You see how they compare when the calibration is closed.';
  if (own?.stood_aside_at) return 'You have stood aside, and do not grade this case.';
  if (state === 'planned') return `Grading begins on ${dayOf(opens_on)} and ends on ${dayOf(closes_on)}.`;
  return `Nobody sees the grades before it is closed, its lead neither. The last day for grading is ${dayOf(closes_on)}.`;
}

/** @param {{ calibration: Calibration }} props */
export function Progress({ calibration }) {
  const session = useSession();
  return (
    <>
      <Notice>{ownWords(calibration)}</Notice>
      <Facts
        facts={[
          { name: 'Lead', value: calibration.lead_name },
          {
            name: 'Case',
            value: calibration.audit_id ? (
              <Link className="govuk-link" to={`/audits/${calibration.audit_id}`}>
                Child {calibration.child_ref}, from an audit
              </Link>
            ) : (
              `Child ${calibration.child_ref}`
            ),
          },
          { name: 'Questions', value: `${calibration.question_ids.length}, and the case as a whole` },
          { name: 'Open', value: `${dayOf(calibration.opens_on)} to ${dayOf(calibration.closes_on)}` },
          { name: 'Handed in', value: `${calibration.graded} of ${calibration.invited}` },
        ]}
      />
      <Table
        caption="Who is invited"
        rows={calibration.raters}
        rowKey={(rater) => rater.person_id}
        columns={[
          { key: 'name', title: 'Name', isHeader: true, cell: (rater) => rater.name },
          {
            key: 'state',
            title: 'Grades',
            cell: (rater) => (rater.has_graded ? 'Handed in' : rater.has_stood_aside ? 'Stands aside' : 'Not yet'),
          },
        ]}
      />
      {may(session, 'calibrations:manage') && <LeadActions calibration={calibration} />}
    </>
  );
}

/** @param {{ calibration: Calibration }} props */
function LeadActions({ calibration }) {
  const [isAsked, setAsked] = useState(false);
  const [isInviting, setInviting] = useState(false);
  const [closesOn, setClosesOn] = useState(calibration.closes_on);
  const refreshes = ['calibrations'];
  const close = useAction(() => closeCalibration(calibration.id), { refreshes });
  const move = useAction(() => updateCalibration(calibration, { closes_on: closesOn }), { refreshes });
  return (
    <div className="qa-no-print">
      <ErrorSummary problem={close.problem ?? move.problem} />
      <div className="qa-buttons">
        {calibration.state === 'open' && (
          <Button onClick={() => setAsked(true)} isBusy={close.isBusy}>
            Close the calibration
          </Button>
        )}
        {calibration.audit_id && !isInviting && (
          <Button look="secondary" onClick={() => setInviting(true)}>
            Invite more people
          </Button>
        )}
      </div>
      <Dialog title="Close the calibration?" isOpen={isAsked} onClose={() => setAsked(false)}>
        <p className="govuk-body">
          {calibration.graded} of {calibration.invited} have handed in. Nobody can grade any more, and everybody who may
          see it sees how the grades spread. It cannot be opened again.
        </p>
        <div className="qa-buttons">
          <Button
            onClick={() => {
              setAsked(false);
              close.run();
            }}
          >
            Close it
          </Button>
          <Button look="secondary" onClick={() => setAsked(false)}>
            Keep it open
          </Button>
        </div>
      </Dialog>
      {calibration.audit_id && isInviting && (
        <InviteForm key={calibration.invited} calibration={calibration} auditId={calibration.audit_id} />
      )}
      <Details summary="Change the last day">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!move.isBusy) move.run();
          }}
        >
          <TextField
            label="Last day for grading"
            type="date"
            pointer="/closes_on"
            problem={move.problem}
            value={closesOn}
            onChange={setClosesOn}
          />
          <Button look="secondary" type="submit" isBusy={move.isBusy}>
            Change it
          </Button>
        </form>
      </Details>
    </div>
  );
}
