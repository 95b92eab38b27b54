/** Sets an action that comes from nothing else in Plumbline, or from what the address names. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { unitsQuery } from '../access/api.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { ActionFields, blankAction, bodyOfAction, lacksOfAction } from './ActionFields.jsx';
import { setAction } from './api.js';

export function ActionForm() {
  return (
    <>
      <BackLink to="/actions">Actions</BackLink>
      <PageHeading title="Set an action" />
      {may(useSession(), 'actions:set') ? <NewAction /> : <Forbidden />}
    </>
  );
}

function NewAction() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [given, setGiven] = useState(blankAction);
  const [unitId, setUnitId] = useState(params.get('unit_id') ?? '');
  const units = useQuery(unitsQuery());
  const set = useAction(
    () =>
      setAction({
        ...bodyOfAction(given),
        unit_id: unitId || null,
        child_id: params.get('child_id'),
        source_kind: 'other',
        source_label: '',
        is_after_inadequate: false,
      }),
    {
      lacks: () => lacksOfAction(given),
      refreshes: ['actions'],
      onDone: (action) => void navigate(`/actions/${action.id}`),
    },
  );
  const { problem } = set;
  return (
    <Form action={set}>
      <ActionFields given={given} onChange={setGiven} problem={problem} />
      <Select
        label="Team or service it is for"
        pointer="/unit_id"
        problem={problem}
        isOptional
        any="None"
        options={(units.data ?? []).map(({ id, name }) => ({ value: id, text: name }))}
        value={unitId}
        onChange={setUnitId}
      />
      <Button type="submit" isBusy={set.isBusy}>
        Set the action
      </Button>
    </Form>
  );
}
