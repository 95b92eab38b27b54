/** Gives a submitted audit to a moderator who is near neither the auditor nor the child, or to a panel of several. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { conflictAt } from '../audits/AllocateForm.jsx';
import { auditQuery } from '../audits/api.js';
import { today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { kindWords } from '../tools/words.js';
import { allocateModeration, moderatorsQuery, selectionQuery } from './api.js';

export function AllocateForm() {
  const session = useSession();
  const [params] = useSearchParams();
  const auditId = params.get('audit_id') ?? '';
  return (
    <>
      <BackLink to="/moderations">Moderations</BackLink>
      <PageHeading title="Allocate a moderation" />
      {!may(session, 'moderations:allocate') ? (
        <Forbidden />
      ) : auditId ? (
        <OfAudit auditId={auditId} />
      ) : (
        <Empty title="Choose an audit first">
          <ButtonLink to="/audits?state=submitted">Submitted audits</ButtonLink>
        </Empty>
      )}
    </>
  );
}

/** @param {{ auditId: string }} props */
function OfAudit({ auditId }) {
  const audit = useQuery(auditQuery(auditId));
  return (
    <Loaded query={audit} loading="Loading the audit…">
      {(data) => <NewModeration audit={data} />}
    </Loaded>
  );
}

/** Those whom nothing ties to the audit. @param {import('../kernel/schema.d.ts').components['schemas']['ModeratorRead'][]} people */
const free = (people) => people.filter(({ conflict }) => !conflict);

/** @param {{ audit: import('../audits/api.js').Audit }} props */
function NewModeration({ audit }) {
  const navigate = useNavigate();
  const moderators = useQuery(moderatorsQuery(audit.id));
  const selection = useQuery(selectionQuery(audit.id));
  const [given, setGiven] = useState({ moderator_id: '', due_on: '', panel_ids: /** @type {string[]} */ ([]) });
  const now = today();
  const suggested = (selection.data?.due_on ?? '') < now ? '' : (selection.data?.due_on ?? '');
  const sent = {
    ...given,
    audit_id: audit.id,
    due_on: given.due_on || suggested,
    panel_ids: given.panel_ids.filter((id) => id !== given.moderator_id),
  };
  const allocate = useAction(() => allocateModeration(sent), {
    lacks: () => ({
      '/moderator_id': !given.moderator_id && 'Choose a moderator',
      '/due_on': !sent.due_on && 'Give the day by which the moderation is due',
    }),
    refreshes: ['moderations', 'audits'],
    onDone: (moderation) => void navigate(`/moderations/${moderation.id}`),
  });
  const problem = conflictAt(allocate.problem, '/moderator_id');
  return (
    <Form action={{ ...allocate, problem }}>
      <Facts
        facts={[
          {
            name: 'Audit',
            value: (
              <Link className="govuk-link" to={`/audits/${audit.id}`}>
                {audit.reference}
              </Link>
            ),
          },
          { name: 'Kind', value: kindWords(audit.kind) },
          { name: 'Team then', value: audit.unit_name ?? 'No team' },
          { name: 'Auditor', value: audit.auditor_name },
        ]}
      />
      <Loaded query={moderators} loading="Loading moderators…">
        {(people) => (
          <>
            <Select
              label="Moderator"
              hint="The least laden first. Who is too near to auditor or child cannot be chosen."
              any="Choose a moderator"
              pointer="/moderator_id"
              options={free(people).map(({ person_id, name, in_hand }) => ({
                value: person_id,
                text: `${name}, ${in_hand} in hand`,
              }))}
              problem={problem}
              value={given.moderator_id}
              onChange={(moderator) => setGiven({ ...given, moderator_id: moderator })}
            />
            {people.length > free(people).length && (
              <p className="govuk-hint">
                {people
                  .filter(({ conflict }) => conflict)
                  .map(({ name, conflict }) => `${name} ${conflict}.`)
                  .join(' ')}
              </p>
            )}
            {given.moderator_id && free(people).length > 1 && (
              <fieldset className="govuk-fieldset">
                <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">On a panel with them</legend>
                <p className="govuk-hint">
                  Nobody for one moderator alone. Each member grades blind; then all are shown, and the moderator above
                  records what is agreed.
                </p>
                {free(people)
                  .filter(({ person_id }) => person_id !== given.moderator_id)
                  .map(({ person_id, name }) => (
                    <Checkbox
                      key={person_id}
                      label={name}
                      pointer={`/panel_ids/${person_id}`}
                      isChecked={given.panel_ids.includes(person_id)}
                      onChange={(isChecked) =>
                        setGiven({
                          ...given,
                          panel_ids: isChecked
                            ? [...given.panel_ids, person_id]
                            : given.panel_ids.filter((id) => id !== person_id),
                        })
                      }
                    />
                  ))}
              </fieldset>
            )}
          </>
        )}
      </Loaded>
      <TextField
        label="Due on"
        type="date"
        pointer="/due_on"
        problem={problem}
        value={sent.due_on}
        onChange={(due) => setGiven({ ...given, due_on: due })}
      />
      <p className="govuk-body">The moderator does not see the first grades until they have given their own.</p>
      <Button type="submit" isBusy={allocate.isBusy}>
        Allocate the moderation
      </Button>
    </Form>
  );
}
