/** How far the worker is with an import. What it is at is said above; the numbers are for the eye alone. */
import { numberOf } from '../kernel/numbers.js';
import './imports.scss';

/** @param {{ one: import('./api.js').Import }} props */
export function Progress({ one }) {
  const { rows_done: done, rows_total: total, state } = one;
  if (state === 'queued') return null;
  return (
    <div className="qa-progress">
      <progress aria-label="Rows gone through" max={total || 1} value={total ? done : undefined} />
      <span className="govuk-body">
        {numberOf(done)} of {numberOf(total)} rows
      </span>
      <p className="govuk-body qa-lede">You may leave this page: it goes on without you.</p>
    </div>
  );
}
