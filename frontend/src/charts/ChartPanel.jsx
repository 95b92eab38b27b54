/** On an indicator's page: its chart, whether it is changing and will meet its target, and what to beware of. */
import { useQuery } from '@tanstack/react-query';
import { EvidenceLink } from '../indicators/EvidenceLink.jsx';
import { Assurance, Variation } from '../kernel/charts/marks.jsx';
import { SpcChart } from '../kernel/charts/SpcChart.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { chartQuery } from './api.js';

const pointRules =
  'A point is a signal outside the limits, in a run of seven that rise, fall or stay on one side of the average, or as ' +
  'one of two in three near a limit. Even where nothing changes, about one chart of 24 points in five shows one by chance.';
const runRules =
  'It tells a change by its middle alone: figures that stay on one side of it for longer, or cross it less often, than ' +
  'chance would make them. It takes ten figures off the middle to say so, and no single figure is a signal.';

/** @param {{ code: string, filters: { unit_id: string, period_type: string } }} props */
export function ChartPanel({ code, filters }) {
  const chart = useQuery({ ...chartQuery(code, filters), placeholderData: (before) => before });
  return (
    <Loaded query={chart} loading="Loading the chart…">
      {(data) =>
        data.points.some((point) => point.value !== null) ? (
          <>
            <dl className="qa-answers">
              <div>
                <dt>Is it changing?</dt>
                <dd>
                  <Variation variation={data.variation} words={data.variation_words} />
                </dd>
              </div>
              <div>
                <dt>Will it meet the target?</dt>
                <dd>
                  <Assurance assurance={data.assurance} words={data.assurance_words} />
                </dd>
              </div>
            </dl>
            {data.between && <BetweenChart chart={data} between={data.between} />}
            <SpcChart
              title={`${data.title}, by ${data.period_type}`}
              sentence={data.between ? 'Each period by itself. What lies between is judged above.' : data.sentence}
              kindWords={data.between ? 'line chart' : data.kind_words}
              unit={data.unit}
              decimals={data.decimals}
              points={data.points}
              notes={[...versionsIn(data.points), ...data.annotations]}
              more={[
                {
                  title: 'How it came about',
                  cell: (point) =>
                    point.value === null ? (
                      '–'
                    ) : (
                      <EvidenceLink
                        code={code}
                        unitId={filters.unit_id}
                        periodType={data.period_type}
                        periodStart={point.period_start}
                        label={point.label}
                      />
                    ),
                },
              ]}
            />
            {data.cautions.length > 0 && (
              <ul className="govuk-list govuk-list--bullet" aria-label="What to beware of">
                {data.cautions.map((caution) => (
                  <li key={caution}>{caution}</li>
                ))}
              </ul>
            )}
            <Details summary="How this chart is made">
              <p className="govuk-body">
                It is a {data.kind_words}. {data.reason}
              </p>
              <p className="govuk-body">{data.kind === 'run' ? runRules : pointRules}</p>
            </Details>
          </>
        ) : (
          <Empty title="Nothing can be shown here">{data.sentence}</Empty>
        )
      }
    </Loaded>
  );
}

/** The periods from which on another version of the definition counts. @param {import('./api.js').ChartRead['points']} points */
function versionsIn(points) {
  const known = points.filter((point) => typeof point.definition_version === 'number');
  return known.flatMap(({ label, definition_version: version }, i) =>
    i && version !== known[i - 1]?.definition_version
      ? [{ id: `version ${label}`, label, words: `Version ${version} of the definition`, is_rebase: false }]
      : [],
  );
}

/** What lies between rare events, an event a point. No gap can be too short, so its limits begin at nought.
 * @param {{ chart: import('./api.js').ChartRead, between: NonNullable<import('./api.js').ChartRead['between']> }} props */
function BetweenChart({ chart, between }) {
  const nothing = { value_status: 'ok', numerator: null, denominator: null, target: null };
  return (
    <SpcChart
      title={`${chart.title}: ${between.unit} from one to the next`}
      sentence={`${chart.sentence} Counted are: ${between.of}.`}
      kindWords={chart.kind_words}
      unit={between.unit}
      points={between.points.map((point) => ({
        ...nothing,
        ...point,
        lower_limit: point.upper_limit === null ? null : (point.lower_limit ?? 0),
      }))}
    />
  );
}
