/** What the person who looks may do with an action now: each step asks for words. */
import { useState } from 'react';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { useAction } from '../kernel/useAction.js';
import { cancelAction, completeAction, proveAction, reopenAction, verifyAction } from './api.js';
import { ChangeForm } from './ChangeForm.jsx';
import { ProofAudit } from './ProofAudit.jsx';

/** @typedef {import('./api.js').Action} Action */

/** @param {string} text */
const isTold = (text) => text.trim().length >= 10;
const tooShort = 'Write at least 10 characters';

/** @param {{ action: Action }} props */
export function NextSteps({ action }) {
  const session = useSession();
  const me = session.me?.id;
  const isDoer = me === action.owner_id || me === action.delegate_id;
  const isOther = !isDoer && me !== action.done_by_id;
  const isToDo = action.state === 'open' || action.state === 'reopened';
  const isUnfinished = isToDo || action.state === 'done';
  const mayVerify = may(session, 'actions:verify') && isOther;
  return (
    <div className="qa-no-print">
      {isToDo && isDoer && may(session, 'actions:complete') && <CompleteForm action={action} />}
      {action.state === 'done' && mayVerify && <VerifyForm action={action} />}
      {action.state === 'verified' && !action.is_proven && mayVerify && <ProveForm action={action} />}
      {(action.state === 'done' || (action.state === 'verified' && !action.is_proven)) && mayVerify && (
        <Details summary="Reopen it: it was not done, or did not hold">
          <ReasonForm
            title="Reopen the action"
            label="Why it is reopened"
            act={(reason) => reopenAction(action, reason)}
          />
        </Details>
      )}
      {isUnfinished && may(session, 'actions:set') && (
        <Details summary={isDoer ? 'Let somebody do it on your behalf' : 'Change it: who, what, or until when'}>
          <ChangeForm action={action} isDoer={isDoer} />
        </Details>
      )}
      {isUnfinished && isOther && may(session, 'actions:set') && (
        <Details summary="Cancel it: it is not to be done any more">
          <ReasonForm
            title="Cancel the action"
            label="Why it is cancelled"
            look="warning"
            act={(reason) => cancelAction(action, reason)}
          />
        </Details>
      )}
    </div>
  );
}

/**
 * A form of one step: its fields, what is lacking, and one button.
 * @template {Record<string, string>} T
 * @param {object} props
 * @param {string} props.title
 * @param {T} props.blank
 * @param {(keyof T & string)[]} props.needed the fields that must say something
 * @param {(given: T) => Promise<Action>} props.act
 * @param {'primary'|'warning'} [props.look]
 * @param {(field: (name: keyof T & string) => { pointer: string, problem: import('../kernel/problem.js').Problem|null, value: string, onChange: (value: string) => void }) => import('react').ReactNode} props.children
 */
function StepForm({ title, blank, needed, act, look = 'primary', children }) {
  const [given, setGiven] = useState(blank);
  const step = useAction(() => act(given), {
    lacks: () => Object.fromEntries(needed.map((name) => [`/${name}`, !isTold(given[name] ?? '') && tooShort])),
    refreshes: ['actions', 'findings'],
  });
  const { problem } = step;
  return (
    <Form action={step} title={<h2 className="govuk-heading-m">{title}</h2>}>
      {children((name) => ({
        pointer: `/${name}`,
        problem,
        value: given[name] ?? '',
        onChange: (value) => setGiven({ ...given, [name]: value }),
      }))}
      <Button type="submit" look={look} isBusy={step.isBusy}>
        {title}
      </Button>
    </Form>
  );
}

/** @param {{ action: Action }} props */
const CompleteForm = ({ action }) => (
  <StepForm
    title="Say that it is done"
    blank={{ done_text: '', evidence: '' }}
    needed={['done_text', 'evidence']}
    act={({ done_text, evidence }) => completeAction(action, done_text, evidence)}
  >
    {(field) => (
      <>
        <TextArea label="What was done" maxLength={4000} {...field('done_text')} />
        <TextArea
          label="Evidence"
          hint="Where somebody else can see it: the record, its date, the page."
          maxLength={4000}
          {...field('evidence')}
        />
      </>
    )}
  </StepForm>
);

/** @param {{ action: Action }} props */
const VerifyForm = ({ action }) => (
  <StepForm
    title="Verify the action"
    blank={{ seen_text: '' }}
    needed={['seen_text']}
    act={({ seen_text }) => verifyAction(action, seen_text)}
  >
    {(field) => (
      <TextArea
        label="What you have seen"
        hint="Look at the evidence itself: what is there, and is it enough?"
        maxLength={4000}
        {...field('seen_text')}
      />
    )}
  </StepForm>
);

/** @param {{ action: Action }} props */
const ProveForm = ({ action }) => (
  <StepForm
    title="Prove that it worked"
    blank={{ proof: '', proof_indicator: '', proof_audit_id: '' }}
    needed={['proof']}
    act={({ proof, proof_indicator, proof_audit_id }) =>
      proveAction(action, {
        proof,
        proof_indicator: proof_indicator || null,
        proof_audit_id: proof_audit_id || null,
      })
    }
  >
    {(field) => (
      <>
        <TextArea
          label="What shows that it made a difference"
          hint="What is different for children, not what was done."
          maxLength={4000}
          {...field('proof')}
        />
        <ProofAudit action={action} {...field('proof_audit_id')} />
        <TextField
          label="Indicator that shows it"
          hint="Its code, such as QI3."
          isOptional
          width={10}
          {...field('proof_indicator')}
        />
      </>
    )}
  </StepForm>
);

/** @param {{ title: string, label: string, look?: 'warning', act: (reason: string) => Promise<Action> }} props */
const ReasonForm = ({ title, label, look, act }) => (
  <StepForm title={title} look={look} blank={{ reason: '' }} needed={['reason']} act={({ reason }) => act(reason)}>
    {(field) => <TextArea label={label} maxLength={4000} {...field('reason')} />}
  </StepForm>
);
