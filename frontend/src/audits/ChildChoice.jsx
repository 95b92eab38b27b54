/** Finds the child by the start of its reference and keeps the one that was chosen. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { childQuery, childrenQuery } from '../cases/api.js';
import { statusWords } from '../cases/words.js';
import { fieldId } from '../kernel/problem.js';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import './audits.scss';

/** @param {{ childId: string, onChange: (id: string) => void, problem: import('../kernel/problem.js').Problem|null }} props */
export function ChildChoice({ childId, onChange, problem }) {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const [isFixed, setFixed] = useState(childId !== '');
  if (isFixed) {
    return (
      <ChosenChild
        childId={childId}
        onOther={() => {
          setFixed(false);
          onChange('');
        }}
      />
    );
  }
  const error = asked ? undefined : problem?.at('/child_id');
  const id = fieldId('/child_id');
  return (
    <>
      <form
        role="search"
        aria-label="Find the child"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(words.trim());
        }}
      >
        <div className={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
          <label className="govuk-label" htmlFor={asked ? 'child-words' : id}>
            Child’s reference
          </label>
          <div className="govuk-hint" id={`${id}-hint`}>
            The reference or its beginning. No name is stored here.
          </div>
          {error && (
            <p className="govuk-error-message" id={`${id}-error`}>
              <span className="govuk-visually-hidden">Error:</span> {error}
            </p>
          )}
          <div className="qa-find">
            <input
              className="govuk-input govuk-input--width-10"
              id={asked ? 'child-words' : id}
              type="search"
              autoComplete="off"
              spellCheck={false}
              aria-describedby={`${id}-hint${error ? ` ${id}-error` : ''}`}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
            <Button look="secondary" type="submit">
              Find
            </Button>
          </div>
        </div>
      </form>
      {asked && <Found asked={asked} childId={childId} onChange={onChange} problem={problem} />}
    </>
  );
}

/** @param {{ asked: string, childId: string, onChange: (id: string) => void, problem: import('../kernel/problem.js').Problem|null }} props */
function Found({ asked, childId, onChange, problem }) {
  const children = useQuery(childrenQuery({ q: asked }));
  return (
    <Loaded query={children} loading="Looking for the child…">
      {(page) =>
        page.items.length ? (
          <RadioGroup
            legend={page.items.length === 1 ? 'One child found' : 'Children found'}
            hint={page.next_cursor ? 'There are more: give more of the reference.' : undefined}
            pointer="/child_id"
            value={childId}
            onChange={onChange}
            problem={problem}
            options={page.items.slice(0, 10).map((child) => ({
              value: child.id,
              text: child.child_ref,
              hint: [statusWords(child.statuses), child.unit_name ?? 'No team'].join(', '),
            }))}
          />
        ) : (
          <Empty title="No child has a reference that begins so">
            Check it in the case system. You find the children whose work your role reaches.
          </Empty>
        )
      }
    </Loaded>
  );
}

/** @param {{ childId: string, onOther: () => void }} props */
function ChosenChild({ childId, onOther }) {
  const child = useQuery(childQuery(childId));
  return (
    <Loaded query={child} loading="Loading the child…">
      {(data) => (
        <Notice>
          Child <b>{data.child_ref}</b>: {statusWords(data.statuses)}, {data.team ?? 'no team'}.{' '}
          <LinkButton onClick={onOther}>Choose another child</LinkButton>
        </Notice>
      )}
    </Loaded>
  );
}
