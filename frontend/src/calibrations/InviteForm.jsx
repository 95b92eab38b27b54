/** Invites further people to an exercise that is not closed. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../kernel/ui/Button.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { useAction } from '../kernel/useAction.js';
import { candidatesQuery, inviteToCalibration } from './api.js';
import { Candidates } from './Candidates.jsx';

/** @param {{ calibration: import('./api.js').Calibration, auditId: string }} props */
export function InviteForm({ calibration, auditId }) {
  const candidates = useQuery(candidatesQuery(auditId));
  const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
  const invite = useAction(() => inviteToCalibration(calibration.id, chosen), {
    lacks: () => ({ '/person_ids': !chosen.length && 'Choose who else is to grade' }),
    refreshes: ['calibrations'],
    onDone: () => setChosen([]),
  });
  const invited = new Set(calibration.raters.map(({ person_id }) => person_id));
  return (
    <Form action={invite}>
      <Loaded query={candidates} loading="Looking for who may grade…">
        {(found) => (
          <Candidates
            candidates={found.filter(({ person_id }) => !invited.has(person_id))}
            chosen={chosen}
            onChange={(id, isIn) => setChosen(isIn ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        )}
      </Loaded>
      <Button look="secondary" type="submit" isBusy={invite.isBusy}>
        Invite them
      </Button>
    </Form>
  );
}
