/** That files are on their way in, or wait for somebody to decide; with the way there for those who may go. */
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';

/** @type {Record<string, string>} */
const words = {
  open: 'An import has begun and waits for its files.',
  queued: 'An import waits to start.',
  processing: 'An import is under way.',
  held: 'An import is held: it would remove many rows, and a person must decide.',
};

/** @param {{ under: { id: string, state: string } }} props */
export function ImportUnderWay({ under }) {
  const isManager = may(useSession(), 'imports:manage');
  return (
    <Notice look={under.state === 'held' ? 'warning' : 'info'}>
      {words[under.state] ?? 'An import is under way.'}{' '}
      {isManager && (
        <Link className="govuk-link" to={`/imports/${under.id}`}>
          Go to the import
        </Link>
      )}
    </Notice>
  );
}
