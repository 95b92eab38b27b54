/** What may be done next with an exception: acknowledge it, plan, review, close. */
import { useMemo, useState } from 'react';
import { ActionFields, blankAction, lacksOfAction } from '../actions/ActionFields.jsx';
import { today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { Problem, problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { acknowledge, closeException, planException, review } from './api.js';

/** @typedef {import('./api.js').Exception} Exception */
/** @typedef {'acknowledge'|'plan'|'review'|'close'} Step */

/** @type {Record<Step, { title: string, words: string }>} */
const steps = {
  acknowledge: { title: 'Acknowledge it', words: 'What do you make of it?' },
  plan: { title: 'Plan what is done', words: 'The corrective action plan, in words' },
  review: { title: 'Review it', words: 'What did the plan and the newest figures come to?' },
  close: { title: 'Close it', words: 'How did the quarterly meeting close it?' },
};

/** @param {Exception} one @param {(permission: string) => boolean} isAllowed @returns {Step[]} */
function stepsFor(one, isAllowed) {
  if (!['raised', 'acknowledged', 'planned', 'reviewed'].includes(one.state)) return [];
  const hasPlan = one.state === 'planned' || one.state === 'reviewed';
  /** @type {Step[]} */
  const answers = one.state === 'raised' ? ['acknowledge'] : hasPlan ? ['review', 'plan'] : ['plan'];
  return [
    ...(isAllowed('exceptions:answer') ? answers : []),
    ...(isAllowed('exceptions:close') && hasPlan ? [/** @type {Step} */ ('close')] : []),
  ];
}

/** @param {{ one: Exception }} props */
export function NextStep({ one }) {
  const session = useSession();
  const offered = stepsFor(one, (permission) => may(session, permission));
  const [open, setOpen] = useState(/** @type {Step|null} */ (null));
  if (!offered.length) return null;
  if (open) return <StepForm one={one} step={open} onClose={() => setOpen(null)} />;
  return (
    <div className="qa-buttons qa-no-print">
      {offered.map((step, i) => (
        <Button key={step} look={i ? 'secondary' : 'primary'} onClick={() => setOpen(step)}>
          {steps[step].title}
        </Button>
      ))}
    </div>
  );
}

/** The faults of the plan's one action, at the fields of an action. @param {Problem|null} problem */
const ofAction = (problem) =>
  problem &&
  new Problem({
    status: problem.status,
    detail: problem.message,
    errors: problem.errors.map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/actions\/0/, '') })),
  });

/** @param {{ one: Exception, step: Step, onClose: () => void }} props */
function StepForm({ one, step, onClose }) {
  const [words, setWords] = useState('');
  const [action, setAction] = useState(blankAction);
  const [received, setReceived] = useState(today());
  const [despite, setDespite] = useState('');
  const take = useAction(
    async () => {
      const missing = problemIn({
        ...(words.trim().length < 10 && { '/words': 'Say it in ten characters or more' }),
        ...(step === 'plan' && lacksOfAction(action)),
      });
      if (missing) throw missing;
      if (step === 'acknowledge') return acknowledge(one, words);
      if (step === 'review') return review(one, words);
      if (step === 'close') {
        return closeException(one, { words, received_on: received, despite_open_actions: despite.trim() || null });
      }
      const { title, detail, owner_id, due_on } = action;
      return planException(one, { words, actions: [{ title, detail, owner_id, due_on: due_on || null }] });
    },
    { refreshes: ['exceptions', 'actions', 'purple-book'] },
  );
  // One and the same while nothing is sent again: a new one would take the focus.
  const failure = take.problem;
  const problem = useMemo(() => ofAction(failure), [failure]);
  return (
    <form
      className="qa-form qa-no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!take.isBusy) take.run(undefined);
      }}
    >
      <h2 className="govuk-heading-m">{steps[step].title}</h2>
      <ErrorSummary problem={problem} />
      <TextArea label={steps[step].words} pointer="/words" problem={problem} value={words} onChange={setWords} />
      {step === 'plan' && <ActionFields given={action} onChange={setAction} problem={problem} />}
      {step === 'close' && (
        <TextField
          label="Day of the quarterly meeting"
          pointer="/received_on"
          type="date"
          problem={problem}
          value={received}
          onChange={setReceived}
        />
      )}
      {step === 'close' && one.actions_open > 0 && (
        <TextArea
          label={`Why it is closed although ${one.actions_open} of its actions are open`}
          pointer="/despite_open_actions"
          problem={problem}
          value={despite}
          onChange={setDespite}
        />
      )}
      <div className="qa-buttons">
        <Button type="submit" isBusy={take.isBusy}>
          {steps[step].title}
        </Button>
        <Button look="secondary" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
