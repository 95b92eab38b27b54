/** A form that one act sends: what is wrong stands above its fields, and nothing is sent twice. */
import { ErrorSummary } from './ErrorSummary.jsx';

/** @param {{ action: { run: () => void, isBusy: boolean, problem: import('../problem.js').Problem|null }, title?: import('react').ReactNode, children: import('react').ReactNode }} props
 *  `action`: of useAction; `title`: a heading that stands above what is wrong; `children`: the fields, and a button that submits */
export function Form({ action, title, children }) {
  return (
    <form
      className="qa-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!action.isBusy) action.run();
      }}
    >
      {title}
      <ErrorSummary problem={action.problem} />
      {children}
    </form>
  );
}
