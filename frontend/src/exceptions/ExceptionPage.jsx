/** One exception: why it was raised, the figures it rests on, what may be done next, and all that happened. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { SpcChart } from '../kernel/charts/SpcChart.jsx';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { RagMark } from '../targets/RagMark.jsx';
import { exceptionQuery } from './api.js';
import { NextStep } from './NextStep.jsx';
import { causeWords, stateColours, stateWords } from './words.js';

/** @typedef {import('./api.js').Exception} Exception */

export function ExceptionPage() {
  const { exceptionId = '' } = useParams();
  const isAllowed = may(useSession(), 'exceptions:read');
  const exception = useQuery({ ...exceptionQuery(exceptionId), enabled: isAllowed });
  return (
    <>
      <BackLink to="/exceptions">Exceptions</BackLink>
      {(!isAllowed || exception.isError) && <PageHeading title="Exception" />}
      {isAllowed ? (
        <Loaded query={exception} loading="Loading the exception…">
          {(one) => <OneException one={one} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {{ one: Exception }} props */
function OneException({ one }) {
  const seesActions = may(useSession(), 'actions:read');
  return (
    <>
      <PageHeading title={one.indicator_title} caption={`${one.reference}, ${one.unit_name}`}>
        <Button look="secondary" onClick={() => window.print()}>
          Print
        </Button>
      </PageHeading>
      <Notice>{one.reason}</Notice>
      <Facts
        facts={[
          { name: 'State', value: <Tag colour={stateColours[one.state]}>{stateWords[one.state] ?? one.state}</Tag> },
          { name: 'Cause', value: causeWords[one.cause] ?? one.cause },
          { name: 'Raised', value: momentOf(one.raised_at) },
          ...(one.received_on ? [{ name: 'Closed by the quarterly meeting of', value: dayOf(one.received_on) }] : []),
          {
            name: 'Corrective action plan',
            value: one.actions_set ? `${one.actions_open} of ${one.actions_set} actions open` : 'No action yet',
          },
          {
            name: 'Indicator',
            value: (
              <Link className="govuk-link" to={`/indicators/${one.indicator}?unit_id=${one.unit_id}`}>
                The figures as they are now
              </Link>
            ),
          },
        ]}
      />
      {seesActions && one.actions_set > 0 && (
        <p className="govuk-body">
          <Link className="govuk-link" to={`/actions?source_kind=exception&source_id=${one.id}`}>
            The actions of the plan
          </Link>
        </p>
      )}
      <NextStep key={one.version} one={one} />
      <Frozen one={one} />
      <History one={one} />
    </>
  );
}

/** @type {Record<string, string>} */
const meanings = { concern: 'Concern', improvement: 'Improvement' };

/** The chart as it was when the exception was raised. @param {{ one: Exception }} props */
function Frozen({ one }) {
  return (
    <SpcChart
      title="The figures it rests on, as they were when it was raised"
      sentence={`Up to ${one.points.at(-1)?.label ?? 'then'}, with the target and the limits that counted. What is corrected later does not move it.`}
      kindWords="chart"
      unit={one.unit}
      decimals={one.decimals}
      points={one.points.map(({ mean, lower, upper, ...point }) => ({
        ...point,
        value_status: point.value === null ? 'no_data' : 'ok',
        centre: mean,
        lower_limit: lower,
        upper_limit: upper,
        signal_words: meanings[point.meaning] ?? 'As expected',
      }))}
      more={[{ title: 'RAG', cell: (point) => <RagMark rag={point.rag} /> }]}
    />
  );
}

/** @param {{ one: Exception }} props */
function History({ one }) {
  return (
    <section aria-labelledby="history">
      <h2 className="govuk-heading-m" id="history">
        What happened
      </h2>
      <ol className="govuk-list qa-timeline">
        {one.history.map((step, i) => (
          // The history only ever grows at its end.
          <li key={i} className="qa-timeline__item">
            <p className="govuk-body">
              <b>{stateWords[step.to_state] ?? step.to_state}</b> {momentOf(step.at)}
              {step.by_name ? `, by ${step.by_name}` : ', by rule'}
            </p>
            <p className="govuk-body qa-words-kept">{step.words}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
