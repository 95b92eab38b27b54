/** One exemplar; those who write exemplars reword, publish and retire it here, and see what it said before. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { useAction } from '../kernel/useAction.js';
import { exemplarQuery, publishExemplar, retireExemplar, updateExemplar } from './api.js';
import { WordFields } from './ExemplarForm.jsx';
import { aboutWords, exemplarStates } from './words.js';
import './exemplars.scss';

/** @typedef {import('./api.js').Exemplar} Exemplar */

export function ExemplarPage() {
  const { exemplarId = '' } = useParams();
  const exemplar = useQuery(exemplarQuery(exemplarId));
  return (
    <>
      <BackLink to="/exemplars">What good looks like</BackLink>
      <Loaded query={exemplar} title="Example" loading="Loading the example…">
        {(data) => <One exemplar={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ exemplar: Exemplar }} props */
function One({ exemplar }) {
  const session = useSession();
  const state = exemplarStates[exemplar.state];
  const writes = may(session, 'exemplars:manage');
  return (
    <>
      <PageHeading title={`${aboutWords(exemplar)}: ${exemplar.grade_label}`} caption={exemplar.set_title}>
        {state && <Tag colour={state.colour}>{state.text}</Tag>}
      </PageHeading>
      <div className="qa-reading">
        <p className="govuk-body qa-exemplar__words qa-words-kept">{exemplar.words}</p>
        <h2 className="govuk-heading-m">Why it is this grade</h2>
        <p className="govuk-body qa-words-kept">{exemplar.why}</p>
      </div>
      {exemplar.audit_id && (
        <p className="govuk-body">
          Taken from{' '}
          <Link className="govuk-link" to={`/audits/${exemplar.audit_id}`}>
            {exemplar.audit_reference}
          </Link>
          , which you see because you may see that audit.
        </p>
      )}
      {writes && exemplar.state !== 'retired' && <Writing key={exemplar.version} exemplar={exemplar} />}
      {exemplar.wordings.length > 0 && <Wordings exemplar={exemplar} />}
    </>
  );
}

/** @param {{ exemplar: Exemplar }} props */
function Writing({ exemplar }) {
  const newest = exemplar.wordings[0] ?? exemplar;
  const [given, setGiven] = useState({ words: newest.words, why: newest.why });
  const refreshes = ['exemplars'];
  const save = useAction(() => updateExemplar(exemplar, given), { refreshes });
  const publish = useAction(() => publishExemplar(exemplar), { refreshes });
  const retire = useAction(() => retireExemplar(exemplar), { refreshes });
  const isBusy = save.isBusy || publish.isBusy || retire.isBusy;
  return (
    <div className="qa-no-print">
      <ErrorSummary problem={save.problem ?? publish.problem ?? retire.problem} />
      <div className="qa-buttons">
        {exemplar.has_unpublished_wording && (
          <Button onClick={() => publish.run()} isBusy={isBusy}>
            {exemplar.state === 'draft' ? 'Publish' : 'Publish the new wording'}
          </Button>
        )}
        <Button look="secondary" onClick={() => retire.run()} isBusy={isBusy}>
          Retire
        </Button>
      </div>
      <Details summary="Change the words">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy) save.run();
          }}
        >
          <WordFields given={given} onChange={(change) => setGiven({ ...given, ...change })} problem={save.problem} />
          <Button type="submit" isBusy={isBusy}>
            Keep the new wording
          </Button>
        </form>
      </Details>
    </div>
  );
}

/** @param {{ exemplar: Exemplar }} props */
function Wordings({ exemplar }) {
  return (
    <section aria-labelledby="wordings">
      <h2 className="govuk-heading-m" id="wordings">
        Wordings
      </h2>
      {exemplar.wordings.map((wording) => (
        <article className="qa-exemplar" key={wording.number}>
          <p className="qa-exemplar__head">
            <b>Wording {wording.number}</b> {wording.written_by_name}, {dayOf(wording.written_at)}
            {wording.is_shown && <Tag colour="blue">Shown</Tag>}
          </p>
          <p className="govuk-body qa-words-kept">{wording.words}</p>
          <p className="govuk-body qa-words-kept">
            <b>Why:</b> {wording.why}
          </p>
        </article>
      ))}
    </section>
  );
}
