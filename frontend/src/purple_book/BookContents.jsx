/** Arranges the Purple Book: which indicators stand in it, in which groups and order. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { indicatorsQuery } from '../indicators/api.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { contentsQuery, setContents } from './api.js';
import './purple_book.scss';

/** @typedef {import('./api.js').Contents} Contents */
/** @typedef {Contents['groups'][number]} Group */

export function BookContents() {
  const isAllowed = may(useSession(), 'purple_book:manage');
  const contents = useQuery({ ...contentsQuery(), enabled: isAllowed });
  return (
    <>
      <BackLink to="/purple-book">Purple Book</BackLink>
      <PageHeading title="Arrange the Purple Book" />
      {isAllowed ? (
        <Loaded query={contents} loading="Loading what stands in it…">
          {(found) => <ContentsForm key={found.version} contents={found} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {{ contents: Contents }} props */
function ContentsForm({ contents }) {
  const navigate = useNavigate();
  const [groups, setGroups] = useState(contents.groups);
  const indicators = useQuery(indicatorsQuery());
  const titles = Object.fromEntries((indicators.data ?? []).map((one) => [one.code, one.title]));
  const used = new Set(groups.flatMap((group) => group.indicators));
  const free = (indicators.data ?? []).filter((one) => !used.has(one.code));
  const save = useAction(() => setContents({ groups, version: contents.version }), {
    refreshes: ['purple-book'],
    onDone: () => void navigate('/purple-book'),
  });
  /** @param {number} at @param {Partial<Group>} change */
  const change = (at, change) =>
    setGroups(groups.map((group, place) => (place === at ? { ...group, ...change } : group)));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isBusy) save.run(undefined);
      }}
    >
      <ErrorSummary problem={save.problem} />
      {groups.map((group, at) => (
        <fieldset key={at} className="govuk-fieldset qa-book__group">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--m">
            {group.title || `Group ${at + 1}`}
          </legend>
          <TextField
            label={`Title of group ${at + 1}`}
            pointer={`/groups/${at}/title`}
            problem={save.problem}
            width={20}
            value={group.title}
            onChange={(title) => change(at, { title })}
          />
          <ol className="govuk-list govuk-list--number">
            {group.indicators.map((code, place) => (
              <li key={code}>
                <span className="qa-book__place">
                  {titles[code] ?? code}
                  {place > 0 && (
                    <LinkButton onClick={() => change(at, { indicators: raised(group.indicators, place) })}>
                      Move up<span className="govuk-visually-hidden">: {titles[code] ?? code}</span>
                    </LinkButton>
                  )}
                  <LinkButton
                    onClick={() => change(at, { indicators: group.indicators.filter((one) => one !== code) })}
                  >
                    Take out<span className="govuk-visually-hidden">: {titles[code] ?? code}</span>
                  </LinkButton>
                </span>
              </li>
            ))}
          </ol>
          <Select
            label={`Add an indicator to group ${at + 1}`}
            pointer={`/groups/${at}/indicators`}
            problem={save.problem}
            any="Choose an indicator"
            options={free.map((one) => ({ value: one.code, text: one.title }))}
            value=""
            onChange={(code) => code && change(at, { indicators: [...group.indicators, code] })}
          />
          <LinkButton onClick={() => setGroups(groups.filter((_, place) => place !== at))}>
            Take out group {at + 1}
          </LinkButton>
        </fieldset>
      ))}
      <div className="qa-buttons">
        <Button type="submit" isBusy={save.isBusy}>
          Save the book
        </Button>
        <Button look="secondary" onClick={() => setGroups([...groups, { title: '', indicators: [] }])}>
          Add a group
        </Button>
      </div>
    </form>
  );
}

/** @param {string[]} codes @param {number} place */
const raised = (codes, place) => {
  const next = [...codes];
  next.splice(place - 1, 0, ...next.splice(place, 1));
  return next;
};
