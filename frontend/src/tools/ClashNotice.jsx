/** Two people changed one draft: whose words stay is asked, and nothing is lost before it is answered. */
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { contentOf, differences } from './builder.js';

/** @param {{ mine: import('./builder.js').Content, theirs: import('./api.js').Tool, onTakeTheirs: () => void, onPutMine: () => void }} props */
export function ClashNotice({ mine, theirs, onTakeTheirs, onPutMine }) {
  const parts = differences(mine, contentOf(theirs));
  return (
    <div className="qa-notice qa-notice--warning" role="alert">
      <p className="govuk-body govuk-!-font-weight-bold">Somebody else saved this draft while you were writing</p>
      <p className="govuk-body">
        {parts.length ? `Yours and theirs differ: ${parts.join(', ')}.` : 'Yours and theirs say the same.'} Yours is
        still kept on this computer.
      </p>
      <div className="qa-buttons">
        <Button look="secondary" onClick={onTakeTheirs}>
          Go on with theirs
        </Button>
        <LinkButton onClick={onPutMine}>Put mine in its place</LinkButton>
      </div>
    </div>
  );
}
