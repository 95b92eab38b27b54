/** What an audit said before it was returned for rework or given to somebody else, to be opened one by one. */
import { useQuery } from '@tanstack/react-query';
import { momentOf } from '../kernel/dates.js';
import { Panels } from '../kernel/panels.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { levelWords } from '../tools/words.js';
import { earlierQuery } from './api.js';
import { SectionAnswers } from './SectionAnswers.jsx';
import { Words } from './Words.jsx';

/** @typedef {import('./api.js').Earlier} Earlier */
/** @typedef {import('../tools/api.js').Tool} Tool */

/** @param {{ auditId: string, tool: Tool }} props */
export function EarlierWords({ auditId, tool }) {
  const earlier = useQuery(earlierQuery(auditId));
  if (earlier.isError) return <ProblemNotice error={earlier.error} onRetry={() => void earlier.refetch()} />;
  if (!earlier.data?.items.length) return null;
  return (
    <section aria-labelledby="earlier">
      <h2 className="govuk-heading-m" id="earlier">
        Earlier words
      </h2>
      <p className="govuk-body qa-lede">As they stood then. They are kept for ever, and nobody can change them.</p>
      {earlier.data.items.map((one) => (
        <Details key={one.at} summary={`${one.auditor_name}, until ${momentOf(one.at)}`}>
          <Story one={one} />
          {one.words && <Kept words={one.words} tool={tool} />}
        </Details>
      ))}
    </section>
  );
}

/** @param {{ one: Earlier }} props */
function Story({ one }) {
  return (
    <>
      <p className="govuk-body">
        {one.what === 'returned'
          ? `${one.by_name} returned it for rework${one.reason ? `: ${one.reason}` : '.'}`
          : `${one.by_name} gave it to ${one.to_name}${one.is_declined ? ', as the auditor knew the family' : ''}. It was never submitted.`}
      </p>
      {one.is_withheld && (
        <p className="govuk-body">
          You see what {one.auditor_name} wrote once you have submitted yours: an audit is one person’s judgement.
        </p>
      )}
    </>
  );
}

/** @param {{ words: import('./api.js').KeptWords, tool: Tool }} props */
function Kept({ words, tool }) {
  const answered = tool.sections.filter((section) => section.questions.some(({ id }) => isAnswered(words.answers[id])));
  return (
    <>
      {words.grade && (
        <p className="govuk-body">
          Overall: <b>{levelWords(tool.scale.levels, words.grade)}</b>
        </p>
      )}
      <Words title="Summary" text={words.summary} level="h3" />
      <Words title="Reason for the overall grade" text={words.overall_reason} level="h3" />
      {answered.map((section) => (
        <SectionAnswers key={section.id} section={section} answers={words.answers} tool={tool} />
      ))}
      <Panels on="audit-earlier" words={words} tool={tool} />
    </>
  );
}

/** @param {import('./api.js').KeptWords['answers'][string]|undefined} answer */
const isAnswered = (answer) => Boolean(answer?.grade || answer?.is_not_applicable || answer?.reason);
