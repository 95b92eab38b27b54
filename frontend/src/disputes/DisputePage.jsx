/** One dispute: the grades it is about, what was said, and how it is settled. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { isReason } from '../audits/answers.js';
import { dayOf, dueIn, momentOf } from '../kernel/dates.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { toolQuery } from '../tools/api.js';
import { levelWords } from '../tools/words.js';
import { disputeQuery, sayInDispute, withdrawDispute } from './api.js';
import { ResolveForm } from './ResolveForm.jsx';
import { askWords, disputeStates } from './words.js';
import './disputes.scss';

/** @typedef {import('./api.js').Dispute} Dispute */
/** @typedef {import('../tools/api.js').Level[]} Levels */

export function DisputePage() {
  const { disputeId = '' } = useParams();
  const dispute = useQuery(disputeQuery(disputeId));
  const tool = useQuery({ ...toolQuery(dispute.data?.tool_id ?? ''), enabled: dispute.isSuccess });
  return (
    <>
      <BackLink to="/disputes">Disputes</BackLink>
      <Loaded query={dispute} title="Dispute" loading="Loading the dispute…">
        {(data) => (
          <Loaded query={tool} title="Dispute" loading="Loading the scale…">
            {({ scale }) => <OneDispute key={data.version} dispute={data} levels={scale.levels} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ dispute: Dispute, levels: Levels }} props */
function OneDispute({ dispute, levels }) {
  const { me } = useSession();
  const isOpen = dispute.state === 'open';
  /** @param {string|null} grade */
  const words = (grade) => levelWords(levels, grade);
  return (
    <>
      <PageHeading title={`Dispute about ${dispute.audit_reference}`} caption={askWords(dispute.asks)} />
      {!isOpen && (
        <Notice look={dispute.state === 'upheld' ? 'success' : 'info'}>
          {disputeStates[dispute.state]?.text}
          {dispute.resolved_at && ` on ${dayOf(dispute.resolved_at)}`}
          {dispute.resolved_by_name && ` by ${dispute.resolved_by_name}`}.{' '}
          {dispute.resolved_grade && `The grade should have been ${words(dispute.resolved_grade)}. `}
          The audit stays as it is, and its reported grade goes on counting.
        </Notice>
      )}
      <Facts
        facts={[
          {
            name: 'Audit',
            value: (
              <Link className="govuk-link" to={`/audits/${dispute.audit_id}`}>
                {dispute.audit_reference}
              </Link>
            ),
          },
          { name: 'Team then', value: dispute.unit_name ?? 'No team' },
          { name: 'First grade', value: words(dispute.first_grade) },
          { name: 'Reported grade', value: words(dispute.reported_grade) },
          ...(dispute.claimed_grade ? [{ name: 'Held to be right', value: words(dispute.claimed_grade) }] : []),
          ...(dispute.resolved_grade ? [{ name: 'Settled at', value: words(dispute.resolved_grade) }] : []),
          { name: 'Raised', value: `${momentOf(dispute.raised_at)}, by ${dispute.raised_by_name}` },
          ...(isOpen ? [{ name: 'Due', value: `${dayOf(dispute.due_on)}. ${dueIn(dispute.due_on)}` }] : []),
          ...(dispute.resolution
            ? [{ name: 'Why it ended so', value: <span className="qa-words-kept">{dispute.resolution}</span> }]
            : []),
        ]}
      />
      <h2 className="govuk-heading-m">What was said</h2>
      <ol className="qa-thread">
        {dispute.messages.map((message, place) => (
          <li key={place} className="qa-thread__message">
            <p className="qa-thread__head">
              <b>{message.person_name}</b> {momentOf(message.said_at)}
            </p>
            <p className="govuk-body qa-words-kept qa-lede">
              {message.words ?? 'Hidden: your role sees no free text.'}
            </p>
          </li>
        ))}
      </ol>
      {isOpen && <SayForm dispute={dispute} />}
      {dispute.may_resolve && <ResolveForm dispute={dispute} levels={levels} />}
      {isOpen && dispute.raised_by_id === me?.id && <TakeBack dispute={dispute} />}
    </>
  );
}

/** @param {{ dispute: Dispute }} props */
function SayForm({ dispute }) {
  const [words, setWords] = useState('');
  return (
    <ReasonForm
      label="Add to what is said"
      button="Say it"
      pointer="/words"
      value={words}
      onChange={setWords}
      act={() => sayInDispute(dispute, words)}
      onDone={() => setWords('')}
    />
  );
}

/** @param {{ dispute: Dispute }} props */
function TakeBack({ dispute }) {
  const [reason, setReason] = useState('');
  return (
    <ReasonForm
      label="Why you take it back"
      button="Take the dispute back"
      pointer="/reason"
      value={reason}
      onChange={setReason}
      act={() => withdrawDispute(dispute, reason)}
    />
  );
}

/**
 * Words of ten characters at least, and one button.
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.button
 * @param {string} props.pointer
 * @param {string} props.value
 * @param {(value: string) => void} props.onChange
 * @param {() => Promise<unknown>} props.act
 * @param {() => void} [props.onDone]
 */
function ReasonForm({ label, button, pointer, value, onChange, act, onDone }) {
  const action = useAction(act, {
    lacks: () => ({ [pointer]: !isReason(value) && 'Write at least 10 characters' }),
    refreshes: ['disputes'],
    onDone,
  });
  const { problem } = action;
  return (
    <Form action={action}>
      <TextArea
        label={label}
        pointer={pointer}
        rows={3}
        maxLength={4000}
        problem={problem}
        value={value}
        onChange={onChange}
      />
      <Button type="submit" look="secondary" isBusy={action.isBusy}>
        {button}
      </Button>
    </Form>
  );
}
