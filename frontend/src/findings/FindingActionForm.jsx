/** Sets an action about a finding; child, team and source are those of the audit. */
import { useState } from 'react';
import { ActionFields, blankAction, bodyOfAction, lacksOfAction } from '../actions/ActionFields.jsx';
import { problemIn } from '../kernel/problem.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { useAction } from '../kernel/useAction.js';
import { setFindingAction } from './api.js';

/** @param {{ finding: import('./api.js').Finding, onDone: () => void }} props */
export function FindingActionForm({ finding, onDone }) {
  const [given, setGiven] = useState(blankAction);
  const [missing, setMissing] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));
  const set = useAction(() => setFindingAction(finding, bodyOfAction(given)), {
    refreshes: ['findings', 'actions'],
    onDone,
  });
  const problem = missing ?? set.problem;
  return (
    <form
      className="qa-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const lacks = problemIn(lacksOfAction(given));
        setMissing(lacks);
        if (!lacks && !set.isBusy) set.run(undefined);
      }}
    >
      <ErrorSummary problem={problem} />
      <ActionFields given={given} onChange={setGiven} problem={problem} />
      <div className="qa-find">
        <Button type="submit" isBusy={set.isBusy}>
          Set the action
        </Button>
        <Button look="secondary" onClick={onDone}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
