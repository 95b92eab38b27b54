/** One figure of the council's own: what counts, all that was ever settled, and the form to settle it anew. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { dayOf, momentOf, shortDayOf, today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { NotFound } from '../layout/NotFound.jsx';
import { changesQuery, choicesQuery, figureWords, isCode, setChoice } from './api.js';

/** @typedef {import('./api.js').Choice} Choice */

export function ChoicePage() {
  const { name = '' } = useParams();
  const isAllowed = may(useSession(), 'choices:read');
  const choices = useQuery({ ...choicesQuery(), enabled: isAllowed });
  if (!isAllowed) {
    return (
      <>
        <PageHeading title="Local choices" />
        <Forbidden />
      </>
    );
  }
  return (
    <>
      <BackLink to="/choices">Local choices</BackLink>
      <Loaded query={choices} title="Local choice" loading="Loading the choice…">
        {(items) => {
          const choice = items.find((one) => one.name === name);
          return choice ? <OneChoice key={name} choice={choice} /> : <NotFound />;
        }}
      </Loaded>
    </>
  );
}

/** @param {{ choice: Choice }} props */
function OneChoice({ choice }) {
  const maySet = may(useSession(), 'choices:set');
  return (
    <>
      <PageHeading title={choice.title} caption="Local choice" />
      <Facts
        facts={[
          { name: 'Counts now', value: <b>{figureWords(choice.value, choice.unit)}</b> },
          {
            name: 'Since',
            value: choice.settled ? dayOf(choice.settled.from_on) : 'The default; your council has chosen nothing',
          },
          ...(choice.coming
            ? [
                {
                  name: 'To come',
                  value: `${figureWords(choice.coming.value, choice.unit)} from ${dayOf(choice.coming.from_on)}`,
                },
              ]
            : []),
          { name: 'Default', value: `${figureWords(choice.default, choice.unit)}. No source gives a sector standard.` },
        ]}
      />
      {maySet && <SetForm choice={choice} />}
      <Changes choice={choice} />
    </>
  );
}

const blank = () => ({ value: '', from_on: today(), reason: '' });

/** @param {{ choice: Choice }} props */
function SetForm({ choice }) {
  const [given, setGiven] = useState(blank);
  const set = useAction(() => setChoice(choice.name, { ...given, value: Number(given.value) }), {
    lacks: () => ({
      '/value': !/^\d+$/.test(given.value.trim()) && 'Give a whole number.',
      '/from_on': !given.from_on && 'Give the day from which it counts.',
    }),
    refreshes: ['choices'],
    onDone: () => setGiven(blank()),
  });
  const field = fieldsOf(given, setGiven, set.problem);
  return (
    <Form action={set} title={<h2 className="govuk-heading-m">Settle it anew</h2>}>
      {set.isDone && (
        <Notice look="success" isSpoken>
          Settled. What counted before stays on record.
        </Notice>
      )}
      <TextField
        label={isCode(choice.unit) ? `New ${choice.unit}` : `New figure, in ${choice.unit}`}
        hint={`A whole number from ${choice.least} to ${choice.most}.`}
        width={5}
        {...field('value')}
      />
      <TextField label="Counts from" hint="Today or later. The past stands." type="date" {...field('from_on')} />
      <TextArea label="Why" hint="Everybody of the staff sees it." rows={3} {...field('reason')} />
      <Button type="submit" isBusy={set.isBusy}>
        Settle it
      </Button>
    </Form>
  );
}

/** @param {{ choice: Choice }} props */
function Changes({ choice }) {
  const [params] = useSearchParams();
  const changes = useQuery(changesQuery(choice.name, params.get('cursor') ?? ''));
  return (
    <>
      <h2 className="govuk-heading-m">All that was settled</h2>
      <Loaded query={changes} loading="Loading what was settled…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="All that was settled, the latest said first"
                isCaptionHidden
                rows={page.items}
                rowKey={(change) => change.id}
                columns={[
                  {
                    key: 'value',
                    title: 'Figure',
                    isHeader: true,
                    cell: (change) => figureWords(change.value, choice.unit),
                  },
                  { key: 'from', title: 'Counts from', cell: (change) => shortDayOf(change.from_on) },
                  { key: 'by', title: 'Set by', cell: (change) => `${change.set_by_name}, ${momentOf(change.set_at)}` },
                  {
                    key: 'why',
                    title: 'Why',
                    cell: (change) => <span className="qa-words-kept">{change.reason}</span>,
                  },
                ]}
              />
              <Pager next={page.next_cursor} what="changes" />
            </>
          ) : (
            <Empty title="Nothing was settled yet">The default counts.</Empty>
          )
        }
      </Loaded>
    </>
  );
}
