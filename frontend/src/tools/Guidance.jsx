/** What to look for in one question, on request; nothing where the tool says nothing about it. */
import { Details } from '../kernel/ui/Details.jsx';

/** @param {{ question: import('./api.js').Question }} props */
export function Guidance({ question }) {
  if (!question.guidance) return null;
  return (
    <Details
      summary={
        <>
          What to look for<span className="govuk-visually-hidden"> in {question.code}</span>
        </>
      }
    >
      {question.guidance}
    </Details>
  );
}
