/** What went wrong with a whole screen or an action, in words, with a way to try again. */
import { asProblem } from '../problem.js';
import { Button } from './Button.jsx';
import { Empty } from './Empty.jsx';
import { Forbidden } from './Forbidden.jsx';

/** @param {{ error: unknown, onRetry?: () => void }} props */
export function ProblemNotice({ error, onRetry }) {
  const problem = asProblem(error);
  if (problem.status === 403) return <Forbidden />;
  if (problem.status === 404) {
    return <Empty title="Nothing is here for you">It does not exist, or it is outside what your role may see.</Empty>;
  }
  return (
    <div className="qa-notice qa-notice--problem" role="alert">
      <p className="govuk-body govuk-!-font-weight-bold">Sorry, there is a problem</p>
      <p className="govuk-body">{problem.message}</p>
      {onRetry && (
        <Button look="secondary" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
