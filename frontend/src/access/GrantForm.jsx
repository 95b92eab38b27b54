/** Gives a person a role. */
import { useState } from 'react';
import { today } from '../kernel/dates.js';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { grantRole } from './api.js';
import { personRoles } from './roles.js';
import { UnitSelect } from './UnitSelect.jsx';

const blank = () => ({ role: '', unit_id: '', from_on: today(), to_on: '', reason: '' });

/** @param {{ personId: string }} props */
export function GrantForm({ personId }) {
  const [grant, setGrant] = useState(blank);
  const give = useAction(
    () =>
      grantRole(personId, {
        ...grant,
        // Nothing chosen is refused by the API, in words.
        role: /** @type {import('./api.js').GrantCreate['role']} */ (grant.role),
        unit_id: grant.unit_id || null,
        from_on: grant.from_on || null,
        to_on: grant.to_on || null,
      }),
    { refreshes: ['people'], onDone: () => setGrant(blank()) },
  );
  const field = fieldsOf(grant, setGrant, give.problem);
  return (
    <Details summary="Give another role">
      <Form action={give}>
        <Select label="Role" any="Choose a role" options={personRoles} {...field('role')} />
        <UnitSelect
          label="Team or service"
          hint="For roles that reach one service or team."
          any="The council"
          {...field('unit_id')}
        />
        <TextField label="From" type="date" {...field('from_on')} />
        <TextField label="To" type="date" isOptional {...field('to_on')} />
        <TextField label="Reason" hint="Kept with the role and seen by everybody who sees it." {...field('reason')} />
        <Button type="submit" isBusy={give.isBusy}>
          Give the role
        </Button>
      </Form>
    </Details>
  );
}
