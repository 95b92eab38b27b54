/** Plans a round on one page: what is audited, by when, with which tools, and whose cases, counted as it is written. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { useAction } from '../kernel/useAction.js';
import { createRound, previewQuery, roundQuery, updateRound } from './api.js';
import { blank, bodyOf, givenBy, lacksIn, previewOf } from './form.js';
import { FrameCounts } from './FrameCounts.jsx';
import { FrameFields } from './FrameFields.jsx';
import { LineFields } from './LineFields.jsx';
import { roundKinds } from './words.js';
import './rounds.scss';

/** @typedef {import('../kernel/problem.js').Problem} Problem */

export function RoundForm() {
  const { roundId = '' } = useParams();
  const isAllowed = may(useSession(), 'rounds:manage');
  const round = useQuery({ ...roundQuery(roundId), enabled: isAllowed && Boolean(roundId) });
  return (
    <>
      <BackLink to={roundId ? `/rounds/${roundId}` : '/rounds'}>{roundId ? 'The round' : 'Rounds'}</BackLink>
      <PageHeading title={roundId ? 'Plan the round anew' : 'Plan a round'} />
      {!isAllowed ? (
        <Forbidden />
      ) : roundId ? (
        <Loaded query={round} loading="Loading the round…">
          {(found) => <Form round={found} />}
        </Loaded>
      ) : (
        <Form round={null} />
      )}
    </>
  );
}

/** What stands still for a moment: nothing is counted between two key presses. @template T @param {T} value */
function useSettled(value, after = 500) {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key)), after);
    return () => clearTimeout(timer);
  }, [key, after]);
  return settled;
}

/** @param {{ round: import('./api.js').Round|null }} props */
function Form({ round }) {
  const navigate = useNavigate();
  const [given, setGiven] = useState(() => (round ? givenBy(round) : blank()));
  const [missing, setMissing] = useState(/** @type {Problem|null} */ (null));
  const store = useAction(() => (round ? updateRound(round, bodyOf(given)) : createRound(bodyOf(given))), {
    refreshes: ['rounds'],
    onDone: (made) => void navigate(`/rounds/${made.id}`),
  });
  const problem = missing ?? store.problem;
  const set = (/** @type {Partial<typeof given>} */ change) => setGiven((before) => ({ ...before, ...change }));
  const send = () => {
    const lacks = lacksIn(given);
    setMissing(lacks);
    if (!lacks && !store.isBusy) store.run();
  };
  return (
    <div className="rounds-plan">
      <form
        className="qa-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ErrorSummary problem={problem} />
        <About given={given} set={set} problem={problem} />
        <h2 className="govuk-heading-m">Audits</h2>
        <LineFields lines={given.lines} onChange={(lines) => set({ lines })} problem={problem} />
        <h2 className="govuk-heading-m">Whose cases</h2>
        <FrameFields given={given} set={set} problem={problem} />
        <div className="qa-buttons">
          <Button type="submit" isBusy={store.isBusy}>
            Save the plan
          </Button>
          <Link className="govuk-link" to={round ? `/rounds/${round.id}` : '/rounds'}>
            Cancel
          </Link>
        </div>
      </form>
      <div className="rounds-plan__counts" role="region" aria-labelledby="counts" tabIndex={0}>
        <h2 className="govuk-heading-m" id="counts">
          The frame as the records have it today
        </h2>
        <Counts given={given} />
      </div>
    </div>
  );
}

/** @param {{ given: import('./form.js').Given }} props */
function Counts({ given }) {
  const frame = useQuery(previewQuery(useSettled(previewOf(given))));
  return (
    <Loaded query={frame} loading="Counting the frame…">
      {(found) => <FrameCounts frame={found} isCounting={frame.isFetching} />}
    </Loaded>
  );
}

/** @param {{ given: import('./form.js').Given, set: (change: Partial<import('./form.js').Given>) => void, problem: Problem|null }} props */
function About({ given, set, problem }) {
  /** @param {'title'|'theme'|'kind'|'period_from'|'period_to'|'from_on'|'due_on'|'to_on'} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => set({ [name]: value }),
  });
  return (
    <>
      <TextField label="Title" hint="Such as “November audits”." {...field('title')} />
      <RadioGroup legend="Kind of round" options={roundKinds} {...field('kind')} />
      <TextField label="Theme" hint="In a few words, such as “neglect”." isOptional {...field('theme')} />
      <div className="rounds-line">
        <TextField label="Work from" type="date" {...field('period_from')} />
        <TextField label="Work to" type="date" {...field('period_to')} />
      </div>
      <div className="rounds-line">
        <TextField label="Round begins" type="date" {...field('from_on')} />
        <TextField label="Audits due" type="date" {...field('due_on')} />
        <TextField label="Round ends" type="date" {...field('to_on')} />
      </div>
    </>
  );
}
