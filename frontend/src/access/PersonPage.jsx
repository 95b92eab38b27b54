/** One person: who they are, the roles they hold or held, and what an administrator may change. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { dayOf, shortDayOf, today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { useAction } from '../kernel/useAction.js';
import { endGrant, personQuery, updatePerson } from './api.js';
import { GrantForm } from './GrantForm.jsx';
import { PersonChange } from './PersonChange.jsx';
import { roleWords } from './roles.js';

export function PersonPage() {
  const { personId = '' } = useParams();
  const person = useQuery(personQuery(personId));
  return (
    <>
      <BackLink to="/people">People</BackLink>
      <Loaded query={person} title="Person" loading="Loading the person…">
        {(data) => <PersonDetail person={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ person: import('./api.js').Person }} props */
function PersonDetail({ person }) {
  const session = useSession();
  const isManager = may(session, 'people:manage');
  const [isClosing, setClosing] = useState(false);
  const change = useAction((/** @type {{ is_active: boolean }} */ given) => updatePerson(person, given), {
    refreshes: ['people'],
    onDone: () => setClosing(false),
  });
  return (
    <>
      <PageHeading title={person.name}>
        {isManager && (
          <Button
            look="secondary"
            isBusy={change.isBusy}
            onClick={() => (person.is_active ? setClosing(true) : change.run({ is_active: true }))}
          >
            {person.is_active ? 'Close the sign-in' : 'Open the sign-in'}
          </Button>
        )}
      </PageHeading>
      {change.problem && <ProblemNotice error={change.problem} />}
      <Facts
        facts={[
          { name: 'E-mail', value: person.email },
          { name: 'Job title', value: person.job_title || 'Not given' },
          { name: 'Team or service', value: person.unit_name ?? 'None' },
          { name: 'Worker in the case system', value: person.worker_ref ?? 'Not linked' },
          { name: 'Sign-in', value: person.is_active ? 'Open' : <Tag colour="grey">Closed</Tag> },
        ]}
      />
      {isManager && <PersonChange person={person} />}
      <h2 className="govuk-heading-m">Roles</h2>
      <GrantTable person={person} isManager={isManager} />
      {isManager && <GrantForm personId={person.id} />}
      <Dialog title={`Close ${person.name}’s sign-in?`} isOpen={isClosing} onClose={() => setClosing(false)}>
        <p className="govuk-body">They are signed out at once and cannot sign in until it is opened again.</p>
        <div className="qa-buttons">
          <Button look="warning" isBusy={change.isBusy} onClick={() => change.run({ is_active: false })}>
            Close the sign-in
          </Button>
          <LinkButton onClick={() => setClosing(false)}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}

/** @param {import('./api.js').Grant} grant */
const isInForce = (grant) => grant.from_on <= today() && (grant.to_on === null || grant.to_on >= today());

/** @param {{ person: import('./api.js').Person, isManager: boolean }} props */
function GrantTable({ person, isManager }) {
  const end = useAction((/** @type {string} */ grantId) => endGrant(person.id, grantId), { refreshes: ['people'] });
  if (!person.grants.length) return <Empty title="No role yet">Without a role a person sees nothing.</Empty>;
  return (
    <>
      {end.problem && <ProblemNotice error={end.problem} />}
      <Table
        caption={`Roles of ${person.name}`}
        isCaptionHidden
        rows={person.grants}
        rowKey={(grant) => grant.id}
        columns={[
          { key: 'role', title: 'Role', isHeader: true, cell: (grant) => roleWords(grant.role) },
          { key: 'unit', title: 'For', cell: (grant) => grant.unit_name ?? 'The council' },
          { key: 'from', title: 'From', cell: (grant) => shortDayOf(grant.from_on) },
          { key: 'to', title: 'To', cell: (grant) => shortDayOf(grant.to_on, 'No end') },
          { key: 'reason', title: 'Reason', cell: (grant) => grant.reason || '–' },
          {
            key: 'act',
            title: 'In force',
            cell: (grant) =>
              !isInForce(grant) ? (
                grant.from_on > today() ? (
                  `From ${dayOf(grant.from_on)}`
                ) : (
                  'Ended'
                )
              ) : isManager ? (
                <LinkButton onClick={() => end.run(grant.id)}>
                  End now<span className="govuk-visually-hidden">: {roleWords(grant.role)}</span>
                </LinkButton>
              ) : (
                'Yes'
              ),
          },
        ]}
      />
    </>
  );
}
