/** Adds a machine client. Its secret is shown once, after it. */
import { useState } from 'react';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { useAction } from '../kernel/useAction.js';
import { createClient } from './api.js';
import { levelOptions } from './levels.js';

const blank = { name: '', role: '', source_system: '', level: 'suppressed' };
const kinds = [
  { value: 'case_management_system', text: 'Case management system', hint: 'It pushes records and reads nothing.' },
  { value: 'bi_tool', text: 'BI tool', hint: 'It reads figures, never a child’s record.' },
];

export function ClientForm() {
  const [client, setClient] = useState(blank);
  const add = useAction(
    () =>
      createClient({
        ...client,
        // Nothing chosen is refused by the API, in words.
        role: /** @type {import('./api.js').ClientCreate['role']} */ (client.role),
        level: /** @type {import('./api.js').ClientCreate['level']} */ (client.level),
        source_system: client.source_system || null,
      }),
    {
      refreshes: ['clients'],
      onDone: () => setClient(blank),
    },
  );
  const field = fieldsOf(client, setClient, add.problem);
  return (
    <>
      {add.answer && (
        <>
          <Notice look="warning" isSpoken>
            Copy the secret of {add.answer.name} now: it is not shown again.
          </Notice>
          <Facts
            facts={[
              { name: 'Client id', value: <code>{add.answer.client_id}</code> },
              { name: 'Secret', value: <code>{add.answer.client_secret}</code> },
            ]}
          />
        </>
      )}
      <Details summary="Add a machine client">
        <Form action={add}>
          <TextField label="Name" {...field('name')} />
          <RadioGroup legend="What it is" options={kinds} {...field('role')} />
          {client.role === 'case_management_system' && (
            <TextField
              label="Source system"
              hint="A short name in small letters. It is kept with every record that it pushes."
              {...field('source_system')}
            />
          )}
          {client.role === 'bi_tool' && (
            <RadioGroup legend="Figures that it is given" options={levelOptions} {...field('level')} />
          )}
          <Button type="submit" isBusy={add.isBusy}>
            Add the client
          </Button>
        </Form>
      </Details>
    </>
  );
}
