/** Holds a meeting: who came and what was decided, kept on this computer until it is sent, once and for good. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Loading } from '../kernel/ui/Loading.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { toolsQuery } from '../tools/api.js';
import { holdMeeting, meetingQuery, ownersQuery, peopleQuery } from './api.js';
import { blankDecision, DecisionFields } from './DecisionFields.jsx';
import { PeopleChoice } from './PeopleChoice.jsx';
import { otherSection } from './words.js';

/** @typedef {import('./api.js').Meeting} Meeting */
/** @typedef {import('./DecisionFields.jsx').Draft} Draft */

export function HoldPage() {
  const session = useSession();
  const { meetingId = '' } = useParams();
  const meeting = useQuery({ ...meetingQuery(meetingId), enabled: may(session, 'meetings:manage') });
  return (
    <>
      <BackLink to={`/meetings/${meetingId}`}>The agenda</BackLink>
      {!may(session, 'meetings:manage') ? (
        <>
          <PageHeading title="Hold the meeting" />
          <Forbidden />
        </>
      ) : (
        <Loaded query={meeting} title="Hold the meeting" loading="Building the agenda…">
          {(data) =>
            data.state === 'held' ? (
              <>
                <PageHeading title="Hold the meeting" />
                <Empty title="This meeting has been held, and its minutes stand" />
              </>
            ) : (
              <Held meeting={data} />
            )
          }
        </Loaded>
      )}
    </>
  );
}

/** What is sent of a decision: only what its kind has. @param {Draft} decision */
const bodyOf = ({ section, kind, words, owner_id, due_on, tool_id, audits_count }) => ({
  section,
  kind,
  words,
  ...(kind === 'action' && { owner_id: owner_id || null, due_on: due_on || null }),
  ...(kind === 'further_audits' && { tool_id: tool_id || null, audits_count: Number(audits_count) || null }),
});

/** @param {{ meeting: Meeting }} props */
function Held({ meeting }) {
  const navigate = useNavigate();
  const [people, owners, tools] = [useQuery(peopleQuery()), useQuery(ownersQuery()), useQuery(toolsQuery())];
  const draft = useDraft(`meeting ${meeting.id}`, {
    present: meeting.attendees.map(({ person_id }) => person_id),
    decisions: /** @type {Draft[]} */ ([]),
  });
  const { present, decisions } = draft.value;
  const hold = useAction(
    async () => {
      const held = await holdMeeting(meeting, { present_ids: present, decisions: decisions.map(bodyOf) });
      await draft.forget();
      return held;
    },
    { refreshes: ['meetings', 'actions'], onDone: () => void navigate(`/meetings/${meeting.id}`) },
  );
  const sections = [...meeting.agenda, otherSection].map(({ key, title }) => ({ value: key, text: title }));
  /** @param {Draft[]} next */
  const setDecisions = (next) => draft.set({ present, decisions: next });
  if (!draft.isRead) return <Loading />;
  return (
    <Form action={hold}>
      <PageHeading title="Hold the meeting" caption={`Meeting of ${dayOf(meeting.meets_on)}`} />
      <Notice>
        What you write is kept on this computer until you record it. Then the agenda is frozen as it stands, actions are
        set, and nothing of the meeting can be changed.
      </Notice>
      <Loaded query={people} loading="Loading people…">
        {(found) => (
          <PeopleChoice
            legend="Who came"
            people={found}
            chosen={present}
            onChange={(ids) => draft.set({ present: ids, decisions })}
          />
        )}
      </Loaded>
      <h2 className="govuk-heading-m">What was decided</h2>
      {decisions.map((decision, i) => (
        <DecisionFields
          key={decision.key}
          place={i}
          decision={decision}
          sections={sections}
          owners={owners.data ?? []}
          tools={(tools.data ?? []).filter(({ state }) => state === 'published')}
          problem={hold.problem}
          onChange={(change) => setDecisions(decisions.map((one, at) => (at === i ? { ...one, ...change } : one)))}
          onRemove={() => setDecisions(decisions.filter((_, at) => at !== i))}
        />
      ))}
      <div className="qa-buttons">
        <Button
          look="secondary"
          onClick={() => setDecisions([...decisions, { ...blankDecision, key: crypto.randomUUID() }])}
        >
          Add a decision
        </Button>
        <Button type="submit" isBusy={hold.isBusy}>
          Record the meeting
        </Button>
      </div>
    </Form>
  );
}
