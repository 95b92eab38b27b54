/** What came out: how far people agree, how each question spread with the hardest first, and what was agreed on. */
import { useQuery } from '@tanstack/react-query';
import { GradeBars } from '../kernel/charts/GradeBars.jsx';
import { dayOf } from '../kernel/dates.js';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { resultsQuery } from './api.js';
import { QuestionSpread } from './QuestionSpread.jsx';
import { farWords } from './words.js';

/** @typedef {import('./api.js').Results} Found */

/** @param {{ calibration: import('./api.js').Calibration }} props */
export function Results({ calibration }) {
  const results = useQuery(resultsQuery(calibration.id));
  return (
    <Loaded query={results} loading="Comparing grades…">
      {(found) =>
        found.people ? (
          <Told results={found} calibration={calibration} />
        ) : (
          <Empty title="Nobody handed in grades">It was closed without any, so there is nothing to compare.</Empty>
        )
      }
    </Loaded>
  );
}

/** @param {number} number */
const rounded = (number) => number.toLocaleString('en-GB', { maximumFractionDigits: 2, minimumFractionDigits: 2 });

/** @param {Schemas['CalibrationInterval']|null} interval @typedef {import('./api.js').Schemas} Schemas */
const between = (interval) => (interval ? ` (${rounded(interval.lower)} to ${rounded(interval.upper)})` : '');

/** @param {Schemas['CalibrationAgreement']} agreement */
function agreementFacts({ pairs, same, within_one, percent_same, same_interval, percent_within_one, coefficient }) {
  /** @param {number} n @param {number|null} percent */
  const share = (n, percent) => `${n} of ${pairs} pairs${percent === null ? '' : `, ${Math.round(percent)}%`}`;
  const ends = same_interval && [same_interval.lower, same_interval.upper].map((end) => `${Math.round(end)}%`);
  const facts = [
    { name: 'The same grade', value: share(same, percent_same) + (ends ? ` (${ends.join(' to ')})` : '') },
    { name: 'At most one grade apart', value: share(within_one, percent_within_one) },
  ];
  if (!coefficient) return facts;
  const { alpha, alpha_interval, ac1, ac1_interval } = coefficient;
  const words = `alpha ${rounded(alpha)}${between(alpha_interval)}, AC1 ${rounded(ac1)}${between(ac1_interval)}`;
  return [...facts, { name: 'Beyond chance', value: words }];
}

/** @param {{ results: Found, calibration: import('./api.js').Calibration }} props */
function Told({ results, calibration }) {
  const { agreement, overall, questions } = results;
  const grades = overall.counts.map(({ label }) => label);
  const hardest = questions.filter(({ farthest }) => farthest);
  return (
    <>
      <p className="govuk-body">
        {results.people} people graded this case, closed on {dayOf(calibration.closed_at ?? calibration.closes_on)}.
        Grades are told without names: this is for learning, not for a league table.
      </p>
      <h2 className="govuk-heading-m">How far they agree</h2>
      <p className="govuk-body">{agreement.sentence}</p>
      <Facts facts={agreementFacts(agreement)} />
      <h2 className="govuk-heading-m">The case as a whole</h2>
      <GradeBars
        title="Overall grades"
        sentence={`${farWords(overall.farthest)}.`}
        what="Case"
        grades={grades}
        rows={[{ label: 'Overall', counts: overall.counts.map(({ count }) => count) }]}
      />
      <QuestionSpread result={overall} results={results} />
      <h2 className="govuk-heading-m">Question by question, the hardest first</h2>
      <GradeBars
        title="How each question was graded"
        sentence={
          hardest.length
            ? `On ${hardest.length} of ${questions.length} questions people differed.`
            : 'Everybody gave every question the same grade.'
        }
        what="Question"
        grades={grades}
        rows={questions.map((question, i) => ({
          label: question.criterion_code ?? `Question ${i + 1}`,
          counts: question.counts.map(({ count }) => count),
        }))}
      />
      {questions.map((question) => (
        <QuestionSpread key={question.tool_question_id} result={question} results={results} />
      ))}
    </>
  );
}
