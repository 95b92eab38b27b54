/** Gives a moderation that nobody has graded to another moderator, or moves the day it is due. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { moderatorsQuery, moveModeration } from './api.js';

/** @param {{ moderation: import('./api.js').Moderation }} props */
export function MoveForm({ moderation }) {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!may(session, 'moderations:allocate') || moderation.panel.length) return null;
  return (
    <div className="qa-no-print">
      {isOpen ? (
        <Move moderation={moderation} />
      ) : (
        <Button look="secondary" onClick={() => setOpen(true)}>
          Give it to somebody else
        </Button>
      )}
    </div>
  );
}

/** @param {{ moderation: import('./api.js').Moderation }} props */
function Move({ moderation }) {
  const people = useQuery(moderatorsQuery(moderation.audit_id));
  const [given, setGiven] = useState({ moderator_id: '', due_on: moderation.due_on });
  const moving = useAction(
    () =>
      moveModeration(moderation, {
        ...(given.moderator_id && { moderator_id: given.moderator_id }),
        ...(given.due_on !== moderation.due_on && { due_on: given.due_on }),
      }),
    { refreshes: ['moderations', 'audits'] },
  );
  return (
    <Form action={moving}>
      <Loaded query={people} loading="Looking for who may moderate…">
        {(found) => (
          <Select
            label="Moderator"
            pointer="/moderator_id"
            any={`${moderation.moderator_name}, as now`}
            problem={moving.problem}
            options={found
              .filter(({ person_id, conflict }) => !conflict && person_id !== moderation.moderator_id)
              .map(({ person_id, name, in_hand }) => ({ value: person_id, text: `${name}, ${in_hand} in hand` }))}
            value={given.moderator_id}
            onChange={(moderator_id) => setGiven({ ...given, moderator_id })}
          />
        )}
      </Loaded>
      <TextField
        label="Due on"
        type="date"
        pointer="/due_on"
        problem={moving.problem}
        value={given.due_on}
        onChange={(due_on) => setGiven({ ...given, due_on })}
      />
      <Button type="submit" isBusy={moving.isBusy}>
        Change it
      </Button>
    </Form>
  );
}
