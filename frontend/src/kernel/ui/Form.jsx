/** A form that one act sends: what is wrong stands above its fields, and nothing is sent twice. */
import { ErrorSummary } from './ErrorSummary.jsx';

/** @param {{ action: { run: () => void, isBusy: boolean, problem: import('../problem.js').Problem|null }, title?: import('react').ReactNode, label?: string, children: import('react').ReactNode }} props
 *  `action`: of useAction; `title`: a heading that stands above what is wrong; `label`: what it is called where no heading says so; `children`: the fields, and a button that submits */
export function Form({ action, title, label, children }) {
  return (
    <form
      className="qa-form"
      aria-label={label}
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
