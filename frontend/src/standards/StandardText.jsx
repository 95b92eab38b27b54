/** One practice standard with its criteria, as they are printed, and the notes on what was printed oddly. */

import { Panels } from '../kernel/panels.jsx';

/** @param {{ standard: import('./api.js').Standard }} props */
export function StandardText({ standard }) {
  return (
    <section className="qa-standard" aria-labelledby={`standard-${standard.number}`}>
      <h2 className="govuk-heading-m" id={`standard-${standard.number}`}>
        <span className="govuk-caption-m">Standard {standard.number} </span>
        {standard.text}
      </h2>
      {standard.note && <p className="qa-clause__note govuk-body">Note: {standard.note}</p>}
      {standard.criteria.map((criterion) => (
        <div className="qa-clause govuk-body" key={criterion.id}>
          <p>
            <span className="qa-clause__code">{criterion.code}</span>
            {criterion.text}
          </p>
          {criterion.note && <p className="qa-clause__note">Note: {criterion.note}</p>}
        </div>
      ))}
      <Panels on="standard" standard={standard} />
    </section>
  );
}
