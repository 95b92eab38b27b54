/** What an administrator may change about a person: name, job title, team, and the worker they are in the case system. */
import { useState } from 'react';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { updatePerson } from './api.js';
import { UnitSelect } from './UnitSelect.jsx';

/** @param {import('./api.js').Person} person */
const heldOf = (person) => ({
  name: person.name,
  job_title: person.job_title ?? '',
  unit_id: person.unit_id ?? '',
  worker_ref: person.worker_ref ?? '',
});

/** @param {{ person: import('./api.js').Person }} props */
export function PersonChange({ person }) {
  const [given, setGiven] = useState(() => heldOf(person));
  const change = useAction(
    () =>
      updatePerson(person, {
        ...given,
        unit_id: given.unit_id || null,
        worker_ref: given.worker_ref.trim() || null,
      }),
    { refreshes: ['people'] },
  );
  const field = fieldsOf(given, setGiven, change.problem);
  return (
    <Details summary="Change these details">
      <Form action={change}>
        <TextField label="Name" {...field('name')} />
        <TextField label="Job title" isOptional {...field('job_title')} />
        <UnitSelect label="Team or service they belong to" any="None" {...field('unit_id')} />
        <TextField
          label="Worker in the case system"
          hint="Their number there. It tells which cases are their own, so that they never audit one."
          isOptional
          width={20}
          {...field('worker_ref')}
        />
        <Button type="submit" isBusy={change.isBusy}>
          Save the details
        </Button>
        {change.isDone && !change.problem && (
          <Notice look="success" isSpoken>
            Saved.
          </Notice>
        )}
      </Form>
    </Details>
  );
}
