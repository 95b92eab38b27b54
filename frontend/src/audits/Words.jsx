/** What somebody wrote, beneath a heading; nothing where nothing is written or shown. */

/** @param {{ title: string, text: string|null, level?: 'h2'|'h3' }} props */
export function Words({ title, text, level = 'h2' }) {
  if (!text) return null;
  return (
    <>
      {level === 'h2' ? <h2 className="govuk-heading-s">{title}</h2> : <h3 className="govuk-heading-s">{title}</h3>}
      <p className="govuk-body qa-words-kept qa-lede">{text}</p>
    </>
  );
}
