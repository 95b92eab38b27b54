/** Plans a meeting: its day, its chair, and who is asked. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { createMeeting, peopleQuery } from './api.js';
import { PeopleChoice } from './PeopleChoice.jsx';

export function MeetingForm() {
  const session = useSession();
  return (
    <>
      <BackLink to="/meetings">Meetings</BackLink>
      <PageHeading title="Plan a meeting" caption="Audit feedback and moderation meeting" />
      {may(session, 'meetings:manage') ? <Form meId={session.me?.id ?? ''} /> : <Forbidden />}
    </>
  );
}

/** @param {{ meId: string }} props */
function Form({ meId }) {
  const navigate = useNavigate();
  const people = useQuery(peopleQuery());
  const [given, setGiven] = useState({ meets_on: '', place: '', chair_id: meId });
  const [asked, setAsked] = useState(/** @type {string[]} */ ([]));
  const [missing, setMissing] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));
  const create = useAction(
    () => createMeeting({ ...given, kind: 'audit_feedback_and_moderation', attendee_ids: asked }),
    { refreshes: ['meetings'], onDone: ({ id }) => void navigate(`/meetings/${id}`) },
  );
  const problem = missing ?? create.problem;
  const send = () => {
    const lacks = problemIn({
      ...(!given.meets_on && { '/meets_on': 'Give the day of the meeting' }),
      ...(!given.chair_id && { '/chair_id': 'Choose who has the chair' }),
    });
    setMissing(lacks);
    if (!lacks && !create.isBusy) create.run();
  };
  return (
    <form
      className="qa-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ErrorSummary problem={problem} />
      <p className="govuk-body">
        Its agenda is made from live data, and shows what there is to speak about until then.
      </p>
      <TextField
        label="Day"
        type="date"
        pointer="/meets_on"
        problem={problem}
        value={given.meets_on}
        onChange={(meets_on) => setGiven({ ...given, meets_on })}
      />
      <TextField
        label="Place"
        isOptional
        pointer="/place"
        problem={problem}
        value={given.place}
        onChange={(place) => setGiven({ ...given, place })}
      />
      <Loaded query={people} loading="Loading people…">
        {(found) => (
          <>
            <Select
              label="Chair"
              pointer="/chair_id"
              any="Choose who has the chair"
              problem={problem}
              options={found.map(({ id, name, job_title }) => ({ value: id, text: `${name}, ${job_title}` }))}
              value={given.chair_id}
              onChange={(chair_id) => setGiven({ ...given, chair_id })}
            />
            <PeopleChoice legend="Who is asked" people={found} chosen={asked} onChange={setAsked} />
          </>
        )}
      </Loaded>
      <Button type="submit" isBusy={create.isBusy}>
        Plan it
      </Button>
    </form>
  );
}
