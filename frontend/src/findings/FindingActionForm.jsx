/** Sets an action about a finding; child, team and source are those of the audit. */
import { useState } from 'react';
import { ActionFields, blankAction, bodyOfAction, lacksOfAction } from '../actions/ActionFields.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { useAction } from '../kernel/useAction.js';
import { setFindingAction } from './api.js';

/** @param {{ finding: import('./api.js').Finding, onDone: () => void }} props */
export function FindingActionForm({ finding, onDone }) {
  const [given, setGiven] = useState(blankAction);
  const set = useAction(() => setFindingAction(finding, bodyOfAction(given)), {
    lacks: () => lacksOfAction(given),
    refreshes: ['findings', 'actions'],
    onDone,
  });
  const { problem } = set;
  return (
    <Form action={set}>
      <ActionFields given={given} onChange={setGiven} problem={problem} />
      <div className="qa-find">
        <Button type="submit" isBusy={set.isBusy}>
          Set the action
        </Button>
        <Button look="secondary" onClick={onDone}>
          Leave it
        </Button>
      </div>
    </Form>
  );
}
