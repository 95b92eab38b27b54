/** Names and values, as GOV.UK's summary list. */

/** @param {{ facts: { name: string, value: import('react').ReactNode }[] }} props */
export function Facts({ facts }) {
  return (
    <dl className="govuk-summary-list qa-facts">
      {facts.map((fact) => (
        <div className="govuk-summary-list__row" key={fact.name}>
          <dt className="govuk-summary-list__key">{fact.name}</dt>
          <dd className="govuk-summary-list__value">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
