/** Changes an action that is not finished, with the reason; those who do it may only hand it on. */
import { useState } from 'react';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { useAction } from '../kernel/useAction.js';
import { updateAction } from './api.js';
import { PersonChoice } from './PersonChoice.jsx';

/** @param {{ action: import('./api.js').Action, isDoer: boolean }} props */
export function ChangeForm({ action, isDoer }) {
  const now = {
    title: action.title ?? '',
    owner_id: action.owner_id,
    delegate_id: action.delegate_id ?? '',
    verifier_id: action.verifier_id ?? '',
    due_on: action.due_on,
    reason: '',
  };
  const [given, setGiven] = useState(now);
  const changed = Object.fromEntries(
    Object.entries(given)
      .filter(([name, value]) => name !== 'reason' && value !== now[/** @type {keyof typeof now} */ (name)])
      .map(([name, value]) => [name, value || null]),
  );
  const change = useAction(() => updateAction(action, { ...changed, reason: given.reason }), {
    lacks: () => ({ '/reason': given.reason.trim().length < 10 && 'Write at least 10 characters' }),
    refreshes: ['actions', 'findings'],
  });
  const { problem } = change;
  const field = fieldsOf(given, setGiven, problem);
  /** @param {string|null} id @param {string|null} name */
  const held = (id, name) => (id && name ? { id, name } : null);
  const isDone = action.state === 'done';
  return (
    <Form action={change}>
      {!isDoer && !isDone && (
        <>
          <TextField label="What is to be done" {...field('title')} />
          <PersonChoice
            label="Who is to do it"
            to="complete"
            held={held(action.owner_id, action.owner_name)}
            {...field('owner_id')}
          />
        </>
      )}
      {!isDone && (
        <PersonChoice
          label="Who does it on the owner’s behalf"
          to="complete"
          isOptional
          held={held(action.delegate_id, action.delegate_name)}
          but={[given.owner_id]}
          {...field('delegate_id')}
        />
      )}
      {!isDoer && (
        <PersonChoice
          label="Who verifies it"
          to="verify"
          isOptional
          held={held(action.verifier_id, action.verifier_name)}
          but={[given.owner_id, given.delegate_id]}
          {...field('verifier_id')}
        />
      )}
      {!isDoer && !isDone && (
        <TextField label="Due" type="date" hint="How often it was moved is shown." {...field('due_on')} />
      )}
      <TextArea label="Why it changes" maxLength={4000} {...field('reason')} />
      <Button type="submit" isBusy={change.isBusy}>
        Save the change
      </Button>
    </Form>
  );
}
