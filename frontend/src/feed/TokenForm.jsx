/** Gives a BI tool a token. It is shown once, after it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { levelOptions, levelWords } from '../access/levels.js';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { createToken, toolsQuery } from './api.js';

const blank = { machine_client_id: '', name: '', level: 'suppressed', days: '90' };

export function TokenForm() {
  const tools = useQuery(toolsQuery());
  const [token, setToken] = useState(blank);
  const give = useAction(
    () =>
      createToken({
        machine_client_id: token.machine_client_id,
        name: token.name,
        level: /** @type {import('./api.js').FeedTokenCreate['level']} */ (token.level),
        days: Number(token.days),
      }),
    { refreshes: ['feed-tokens'], onDone: () => setToken(blank) },
  );
  const field = fieldsOf(token, setToken, give.problem);
  return (
    <>
      {give.answer && (
        <>
          <Notice look="warning" isSpoken>
            Copy the token for {give.answer.name} now: it is not shown again.
          </Notice>
          <Facts
            facts={[
              { name: 'User name', value: <code>{give.answer.client_id}</code> },
              { name: 'Password', value: <code>{give.answer.token}</code> },
              { name: 'Figures', value: levelWords(give.answer.level) },
            ]}
          />
        </>
      )}
      <Details summary="Give a tool a token">
        <Loaded query={tools} loading="Loading BI tools…">
          {(clients) =>
            clients.length ? (
              <Form action={give}>
                <Select
                  label="BI tool"
                  any="Choose a client"
                  options={clients.map((client) => ({ value: client.id, text: client.name }))}
                  {...field('machine_client_id')}
                />
                <TextField label="Where it is used" hint="Such as the name of a report." {...field('name')} />
                <RadioGroup legend="Figures that it is given" options={levelOptions} {...field('level')} />
                <TextField label="Days until it ends" type="number" width={5} {...field('days')} />
                <Button type="submit" isBusy={give.isBusy}>
                  Give the token
                </Button>
              </Form>
            ) : (
              <p className="govuk-body">
                There is no BI tool yet:{' '}
                <Link className="govuk-link" to="/clients">
                  add a machine client
                </Link>{' '}
                first.
              </p>
            )
          }
        </Loaded>
      </Details>
    </>
  );
}
