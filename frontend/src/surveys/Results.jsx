/** What was answered, statement by statement; whatever fewer than five people said is not shown. */
import { useQuery } from '@tanstack/react-query';
import { Chart } from '../kernel/charts/Chart.jsx';
import { Legend, square } from '../kernel/charts/Legend.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { resultsQuery } from './api.js';
import { scaleOf, tooFew } from './words.js';
import './surveys.scss';

const width = 600;
const height = 34;

/** @param {{ survey: import('./api.js').Survey }} props */
export function Results({ survey }) {
  const results = useQuery(resultsQuery(survey.id));
  // Agreement first, as the grades of an audit.
  const labels = scaleOf(survey.audience)
    .map((label, i) => ({ value: String(i + 1), label }))
    .toReversed();
  return (
    <>
      <h2 className="govuk-heading-m">Results</h2>
      <Loaded query={results} loading="Loading the results…">
        {(data) =>
          data.is_suppressed ? (
            <Empty title={data.reason === 'not_closed' ? 'Shown once the survey has closed' : tooFew}>
              This keeps anybody from being recognised.
            </Empty>
          ) : (
            <>
              <Notice>
                {data.n} {data.n === 1 ? 'person' : 'people'} answered. Those who did not want to say are left out of
                each figure.
              </Notice>
              <Legend marks={labels.map(({ value, label }) => ({ mark: square(`qa-say-${value}`), text: label }))} />
              {data.questions.map((question) => (
                <Result key={question.id} question={question} labels={labels} />
              ))}
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** @typedef {import('./api.js').Results['questions'][number]} QuestionResult */

/** @param {{ question: QuestionResult, labels: { value: string, label: string }[] }} props */
function Result({ question, labels }) {
  const standard = question.standard_number === null ? '' : ` Standard ${question.standard_number}.`;
  const { counts } = question;
  if (question.status !== 'ok' || !counts) {
    return (
      <div className="qa-chart">
        <h3 className="govuk-heading-s qa-chart__title">{question.text}</h3>
        <p className="qa-chart__sentence qa-unknown">
          {question.status === 'no_data' ? 'Nobody answered this.' : `${tooFew}.`}
          {standard}
        </p>
      </div>
    );
  }
  const said = labels.map(({ value, label }) => ({ value, label, count: counts[value] ?? 0 }));
  return (
    <Chart
      title={question.text}
      sentence={`${Math.round(question.agree_percent ?? 0)}% of ${question.n} agree.${standard}`}
      columns={['Answer', 'How many']}
      rows={said.map(({ label, count }) => [label, count])}
    >
      {(describedBy) => <Bar title={question.text} describedBy={describedBy} said={said} />}
    </Chart>
  );
}

/** @param {{ title: string, describedBy: string, said: { value: string, label: string, count: number }[] }} props */
function Bar({ title, describedBy, said }) {
  const total = said.reduce((sum, { count }) => sum + count, 0);
  const scale = total ? width / total : 0;
  return (
    <svg
      className="qa-drawing qa-bar"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Stacked bar: ${title}`}
      aria-describedby={describedBy}
    >
      {said.map(({ value, count }, i) => {
        const from = said.slice(0, i).reduce((sum, one) => sum + one.count, 0) * scale;
        if (!count) return null;
        return (
          <g key={value}>
            <rect className={`qa-say-${value}`} x={from} width={Math.max(1, count * scale - 2)} height={height} />
            {count * scale > 18 && (
              <text className={`qa-say-text-${value}`} x={from + (count * scale) / 2 - 1} y={23} textAnchor="middle">
                {count}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
