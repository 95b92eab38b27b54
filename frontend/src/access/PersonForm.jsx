/** Adds a person. Their first password is shown once, after it. */
import { useState } from 'react';
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { createPerson } from './api.js';
import { UnitSelect } from './UnitSelect.jsx';

export function PersonForm() {
  const session = useSession();
  const [person, setPerson] = useState({ name: '', email: '', job_title: '', unit_id: '' });
  const add = useAction(() => createPerson({ ...person, unit_id: person.unit_id || null }), { refreshes: ['people'] });
  const field = fieldsOf(person, setPerson, add.problem);

  if (!may(session, 'people:manage')) {
    return (
      <>
        <PageHeading title="Add a person" />
        <Forbidden />
      </>
    );
  }
  if (add.answer) {
    return (
      <>
        <PageHeading title={`${add.answer.name} has been added`} />
        <Notice look="warning">Copy the password now: it is not shown again.</Notice>
        <Facts
          facts={[
            { name: 'E-mail', value: add.answer.email },
            { name: 'First password', value: <code>{add.answer.initial_password}</code> },
          ]}
        />
        <Link className="govuk-link govuk-body" to={`/people/${add.answer.id}`}>
          Give them a role
        </Link>
      </>
    );
  }
  return (
    <>
      <BackLink to="/people">People</BackLink>
      <PageHeading title="Add a person" />
      <Form action={add}>
        <TextField label="Name" {...field('name')} />
        <TextField label="E-mail" type="email" {...field('email')} />
        <TextField label="Job title" isOptional {...field('job_title')} />
        <UnitSelect label="Team or service" any="None" {...field('unit_id')} />
        <Button type="submit" isBusy={add.isBusy}>
          Add the person
        </Button>
      </Form>
    </>
  );
}
