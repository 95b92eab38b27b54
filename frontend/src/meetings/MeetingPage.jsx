/** One meeting: its agenda from live data while it is planned, and its minutes once it was held. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { dayOf, momentOf, today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { useAction } from '../kernel/useAction.js';
import { Agenda, Decisions } from './Agenda.jsx';
import { addItem, meetingQuery, removeItem } from './api.js';
import { kindWords, meetingStates, otherSection } from './words.js';
import './meetings.scss';

/** @typedef {import('./api.js').Meeting} Meeting */

export function MeetingPage() {
  const { meetingId = '' } = useParams();
  const meeting = useQuery(meetingQuery(meetingId));
  return (
    <>
      <BackLink to="/meetings">Meetings</BackLink>
      <Loaded query={meeting} title="Meeting" loading="Building the agenda…">
        {(data) => <One meeting={data} />}
      </Loaded>
    </>
  );
}

/** @param {Meeting} meeting */
function namesOf({ attendees, state }) {
  /** @param {boolean|null} was */
  const names = (was) => attendees.filter(({ was_present }) => was_present === was).map(({ name }) => name);
  if (state === 'planned') return [{ name: 'Asked', value: names(null).join(', ') || 'Nobody yet' }];
  return [
    { name: 'Present', value: names(true).join(', ') || 'Nobody was noted' },
    { name: 'Apologies', value: names(false).join(', ') || 'None' },
  ];
}

/** @param {{ meeting: Meeting }} props */
function One({ meeting }) {
  const session = useSession();
  const isHeld = meeting.state === 'held';
  const manages = may(session, 'meetings:manage') && !isHeld;
  const state = meetingStates[meeting.state];
  return (
    <>
      <PageHeading title={`Meeting of ${dayOf(meeting.meets_on)}`} caption={kindWords(meeting.kind)}>
        <span>{state && <Tag colour={state.colour}>{state.text}</Tag>}</span>
        {isHeld && (
          <Button look="secondary" onClick={() => window.print()}>
            Print the minutes
          </Button>
        )}
        {manages && (
          <ButtonLink look="secondary" to={`/meetings/${meeting.id}/change`}>
            Change it
          </ButtonLink>
        )}
        {manages && meeting.meets_on <= today() && <ButtonLink to={`/meetings/${meeting.id}/hold`}>Hold it</ButtonLink>}
      </PageHeading>
      <Facts
        facts={[
          { name: 'Chair', value: meeting.chair_name },
          { name: 'Place', value: meeting.place || 'Not said' },
          ...namesOf(meeting),
          { name: 'Looks back to', value: dayOf(meeting.since) },
          ...(isHeld
            ? [{ name: 'Held', value: `${momentOf(meeting.held_at)}, recorded by ${meeting.held_by_name}` }]
            : []),
        ]}
      />
      <h2 className="govuk-heading-m">{isHeld ? 'Minutes' : 'Agenda'}</h2>
      <Notice>
        {isHeld
          ? 'The agenda is as it was shown on the day. What it leads to may have changed since.'
          : 'Made from live data as far as you may see it. It is frozen when the meeting is held.'}
      </Notice>
      <Agenda meeting={meeting} />
      <section className="qa-agenda" aria-labelledby="section-other">
        <h3 className="govuk-heading-s" id="section-other">
          {otherSection.title}
        </h3>
        {meeting.items.length ? (
          meeting.items.map((item) => <Item key={item.id} item={item} meeting={meeting} manages={manages} />)
        ) : (
          <p className="govuk-body">The chair has added nothing.</p>
        )}
        <Decisions meeting={meeting} section={otherSection.key} />
        {manages && <ItemForm key={meeting.items.length} meeting={meeting} />}
      </section>
    </>
  );
}

/** @param {{ item: Meeting['items'][number], meeting: Meeting, manages: boolean }} props */
function Item({ item, meeting, manages }) {
  const remove = useAction(() => removeItem(meeting.id, item.id), { refreshes: ['meetings'] });
  return (
    <div className="govuk-body">
      <b>{item.title}</b> ({item.added_by_name}){' '}
      {manages && (
        <span className="qa-no-print">
          <LinkButton onClick={() => remove.run()}>
            Take off<span className="govuk-visually-hidden"> {item.title}</span>
          </LinkButton>
        </span>
      )}
      {item.detail && <p className="govuk-body qa-words-kept">{item.detail}</p>}
    </div>
  );
}

/** @param {{ meeting: Meeting }} props */
function ItemForm({ meeting }) {
  const [given, setGiven] = useState({ title: '', detail: '' });
  const add = useAction(() => addItem(meeting.id, given), { refreshes: ['meetings'] });
  return (
    <div className="qa-no-print">
      <Details summary="Add something of your own">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!add.isBusy) add.run();
          }}
        >
          <ErrorSummary problem={add.problem} />
          <TextField
            label="What it is about"
            pointer="/title"
            problem={add.problem}
            value={given.title}
            onChange={(title) => setGiven({ ...given, title })}
          />
          <TextArea
            label="More about it"
            isOptional
            pointer="/detail"
            problem={add.problem}
            rows={3}
            maxLength={4000}
            value={given.detail}
            onChange={(detail) => setGiven({ ...given, detail })}
          />
          <Button look="secondary" type="submit" isBusy={add.isBusy}>
            Add it
          </Button>
        </form>
      </Details>
    </div>
  );
}
