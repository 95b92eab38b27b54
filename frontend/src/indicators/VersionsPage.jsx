/** What an indicator has counted and what it was called, from which day on, why and by whom. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { useAction } from '../kernel/useAction.js';
import { indicatorQuery } from './api.js';
import { numberWords } from './settings.js';
import { updateIndicator, versionsQuery, wordNames, words } from './versions.js';
import { WordsForm } from './WordsForm.jsx';
import './indicators.scss';

/** @typedef {import('./versions.js').Versions} Versions */
/** @typedef {import('./api.js').Indicator} Indicator */

export function VersionsPage() {
  const { code = '' } = useParams();
  const isAllowed = may(useSession(), 'indicators:read');
  const indicator = useQuery({ ...indicatorQuery(code), enabled: isAllowed });
  const versions = useQuery({ ...versionsQuery(code), enabled: isAllowed });
  if (!isAllowed) {
    return (
      <>
        <PageHeading title="Versions of an indicator" />
        <Forbidden />
      </>
    );
  }
  return (
    <>
      <BackLink to={`/indicators/${code}`}>The indicator</BackLink>
      {indicator.isError && <PageHeading title="Versions of an indicator" />}
      <Loaded query={indicator} loading="Loading the indicator…">
        {(data) => (
          <>
            <PageHeading title={data.title} caption="Versions" />
            <Loaded query={versions} loading="Loading the versions…">
              {(found) => (
                <>
                  <Definitions definitions={found.definitions} />
                  <Wordings indicator={data} versions={found} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ definitions: Versions['definitions'] }} props */
function Definitions({ definitions }) {
  return (
    <section aria-labelledby="definitions">
      <h2 className="govuk-heading-m" id="definitions">
        What was counted
      </h2>
      <p className="govuk-body">
        Each day from which a convention is counted otherwise begins a version. A figure carries the version in force
        when its period began, or for a stock when it was taken: a period in which a version begins is counted by both.
      </p>
      <ol className="qa-timeline govuk-body">
        {definitions.map((one) => (
          <li className="qa-timeline__item" key={one.number}>
            <p className="qa-timeline__title">
              <b>Version {one.number}</b> {one.is_in_force && <Tag colour="blue">In force</Tag>}
            </p>
            <p className="qa-timeline__when">{spanOf(one)}</p>
            {one.conventions.length === 0 && <p>Nothing about it is the council’s to set.</p>}
            <ul className="govuk-list govuk-list--bullet">
              {one.conventions.map((convention) => (
                <li key={convention.name}>
                  {convention.title}{' '}
                  {convention.was !== null && (
                    <>
                      <del>{numberWords(convention.was, convention.unit)}</del>{' '}
                    </>
                  )}
                  <b>{numberWords(convention.number, convention.unit)}</b>
                  {convention.was !== null && (
                    <p className="qa-words-kept">
                      {convention.reason} <By name={convention.set_by_name} at={convention.set_at} />
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** @param {import('./versions.js').Definition} one */
const spanOf = ({ from_on: from, to_on: to }) =>
  `${from ? `From ${dayOf(from)}` : 'From the start'}${to ? ` until ${dayOf(to)}` : ' on'}`;

/** @param {{ name: string|null, at: string|null }} props */
const By = ({ name, at }) => (at ? <span>{[name, momentOf(at)].filter(Boolean).join(', ')}</span> : null);

/** @param {{ indicator: Indicator, versions: Versions }} props */
function Wordings({ indicator, versions }) {
  const { wordings, delivered } = versions;
  const mayDefine = may(useSession(), 'indicators:define');
  return (
    <section aria-labelledby="wordings">
      <h2 className="govuk-heading-m" id="wordings">
        What it was called
      </h2>
      <p className="govuk-body">
        Words never change what is counted.{' '}
        <Link className="govuk-link" to={`/indicators/${indicator.code}/settings`}>
          How it is counted now
        </Link>
      </p>
      {mayDefine && (
        <div className="qa-no-print">
          <Details summary="Change the words">
            <WordsForm key={indicator.version} indicator={indicator} />
          </Details>
          <BackToDelivered indicator={indicator} delivered={delivered} />
        </div>
      )}
      <ol className="qa-timeline govuk-body">
        {wordings.map((one, i) => (
          <li className="qa-timeline__item" key={one.number}>
            <p className="qa-timeline__title">
              <b>Wording {one.number}</b> {i === 0 && <Tag colour="blue">In force</Tag>}{' '}
              {one.is_delivered && <Tag>As it came</Tag>}
            </p>
            <p className="qa-timeline__when">
              <By name={one.written_by_name} at={one.written_at} />
            </p>
            <p className="qa-words-kept">{one.reason}</p>
            <dl className="qa-reworded">
              {one.changed.map((name) => (
                <div key={name}>
                  <dt>{wordNames[name]}</dt>
                  <dd>
                    <del className="qa-words-kept">{wordings[i + 1]?.[name] || 'Nothing'}</del>{' '}
                    <ins className="qa-words-kept">{one[name] || 'Nothing'}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One press, where the words are the council's own.
 * @param {{ indicator: Indicator, delivered: Versions['delivered'] }} props */
function BackToDelivered({ indicator, delivered }) {
  const back = useAction(
    () =>
      updateIndicator(indicator.code, indicator.version, { ...delivered, reason: 'Back to the words it came with.' }),
    { refreshes: ['indicators'] },
  );
  if (words.every((name) => indicator[name] === delivered[name])) return null;
  return (
    <>
      <ErrorSummary problem={back.problem} />
      <Button look="secondary" isBusy={back.isBusy} onClick={() => back.run()}>
        Back to the words it came with
      </Button>
    </>
  );
}
