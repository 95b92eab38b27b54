/** Makes a scale: its levels from the best to the worst, and where good ends. */
import { useState } from 'react';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { createScale } from './api.js';

const most = 11;
const blank = { title: '', labels: ['', '', ''], good: '1' };

export function ScaleForm() {
  const [given, setGiven] = useState(blank);
  const { title, labels, good } = given;
  const create = useAction(
    () => createScale({ title, levels: labels.map((label, i) => ({ label, is_good_or_better: i < Number(good) })) }),
    {
      lacks: () => ({
        '/title': !title.trim() && 'Give the scale a title',
        ...Object.fromEntries(
          labels.flatMap((label, i) => (label.trim() ? [] : [[`/levels/${i}/label`, `Name level ${i + 1}`]])),
        ),
      }),
      refreshes: ['tools'],
      onDone: () => setGiven(blank),
    },
  );
  const { problem } = create;
  return (
    <Form action={create} title={<h2 className="govuk-heading-m">Make a scale</h2>}>
      {create.isDone && (
        <Notice look="success" isSpoken>
          {create.answer?.title} is made. A draft can choose it under “About the tool”.
        </Notice>
      )}
      <TextField
        label="Title"
        pointer="/title"
        problem={problem}
        value={title}
        onChange={(words) => setGiven({ ...given, title: words })}
      />
      {labels.map((label, i) => (
        <TextField
          // The place is the level.
          key={i}
          label={`Level ${i + 1}${i ? '' : ', the best'}`}
          pointer={`/levels/${i}/label`}
          problem={problem}
          value={label}
          onChange={(words) => setGiven({ ...given, labels: labels.map((one, at) => (at === i ? words : one)) })}
          width={20}
        />
      ))}
      <div className="qa-buttons qa-levels__buttons">
        {labels.length < most && (
          <LinkButton onClick={() => setGiven({ ...given, labels: [...labels, ''] })}>Add a level</LinkButton>
        )}
        {labels.length > 2 && (
          <LinkButton
            onClick={() =>
              setGiven({
                ...given,
                labels: labels.slice(0, -1),
                good: String(Math.min(Number(good), labels.length - 2)),
              })
            }
          >
            Take the last level out
          </LinkButton>
        )}
      </div>
      <Select
        label="Good or better down to"
        hint="Indicators count these levels as good."
        pointer="/levels"
        problem={problem}
        options={labels.slice(0, -1).map((label, i) => ({
          value: String(i + 1),
          text: `Level ${i + 1}${label ? `, ${label}` : ''}`,
        }))}
        value={good}
        onChange={(value) => setGiven({ ...given, good: value })}
      />
      <p className="govuk-body">A scale cannot be changed once it is made, so that old grades keep their meaning.</p>
      <Button type="submit" isBusy={create.isBusy}>
        Make the scale
      </Button>
    </Form>
  );
}
