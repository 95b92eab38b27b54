/** Before anybody is asked: what to think of, and what to say in plain words. */
import { Details } from '../kernel/ui/Details.jsx';
import { checklist, scripts } from './words.js';

export function AskingHelp() {
  return (
    <Details summary="Before you ask: a checklist, and words to use">
      <h3 className="govuk-heading-s">Checklist</h3>
      <ul className="govuk-list govuk-list--bullet">
        {checklist.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {scripts.map(({ who, lines }) => (
        <div key={who}>
          <h3 className="govuk-heading-s">{who}</h3>
          <ul className="govuk-list govuk-list--bullet">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </Details>
  );
}
