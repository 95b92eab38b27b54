/** Plans a meeting, or changes one that is planned: its day, its chair, and who is asked. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { createMeeting, meetingQuery, peopleQuery, updateMeeting } from './api.js';
import { PeopleChoice } from './PeopleChoice.jsx';

/** @typedef {import('./api.js').Meeting} Meeting */

export function MeetingForm() {
  const session = useSession();
  return (
    <>
      <BackLink to="/meetings">Meetings</BackLink>
      <PageHeading title="Plan a meeting" caption="Audit feedback and moderation meeting" />
      {may(session, 'meetings:manage') ? <OneMeeting meId={session.me?.id ?? ''} /> : <Forbidden />}
    </>
  );
}

export function MeetingChange() {
  const session = useSession();
  const { meetingId = '' } = useParams();
  const meeting = useQuery(meetingQuery(meetingId));
  return (
    <>
      <BackLink to={`/meetings/${meetingId}`}>The meeting</BackLink>
      <PageHeading title="Change the meeting" caption="Audit feedback and moderation meeting" />
      {may(session, 'meetings:manage') ? (
        <Loaded query={meeting} loading="Loading the meeting…">
          {(data) => <OneMeeting key={data.id} meeting={data} meId={data.chair_id} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** Plans a meeting, or changes `meeting`. @param {{ meId: string, meeting?: Meeting }} props */
function OneMeeting({ meId, meeting }) {
  const navigate = useNavigate();
  const people = useQuery(peopleQuery());
  const [given, setGiven] = useState({
    meets_on: meeting?.meets_on ?? '',
    place: meeting?.place ?? '',
    chair_id: meId,
  });
  const [asked, setAsked] = useState((meeting?.attendees ?? []).map(({ person_id }) => person_id));
  const create = useAction(
    () =>
      meeting
        ? updateMeeting(meeting, { ...given, attendee_ids: asked })
        : createMeeting({ ...given, kind: 'audit_feedback_and_moderation', attendee_ids: asked }),
    {
      lacks: () => ({
        '/meets_on': !given.meets_on && 'Give the day of the meeting',
        '/chair_id': !given.chair_id && 'Choose who has the chair',
      }),
      refreshes: ['meetings'],
      onDone: ({ id }) => void navigate(`/meetings/${id}`),
    },
  );
  const { problem } = create;
  return (
    <Form action={create}>
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
        {meeting ? 'Save the changes' : 'Plan it'}
      </Button>
    </Form>
  );
}
