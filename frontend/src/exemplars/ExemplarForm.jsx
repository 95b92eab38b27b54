/** Writes a new exemplar, as a draft. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { standardsQuery } from '../standards/api.js';
import { grades } from '../tools/words.js';
import { createExemplar } from './api.js';

const blank = { standard_id: '', criterion_id: '', grade: '', words: '', why: '' };

export function ExemplarForm() {
  const session = useSession();
  const standards = useQuery(standardsQuery(''));
  return (
    <>
      <BackLink to="/exemplars">What good looks like</BackLink>
      <PageHeading title="Write an example" />
      {may(session, 'exemplars:manage') ? (
        <Loaded query={standards} loading="Loading the standards…">
          {(found) => <NewExemplar standards={found.standards} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {{ standards: import('../standards/api.js').Standard[] }} props */
function NewExemplar({ standards }) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [given, setGiven] = useState(blank);
  const create = useAction(
    () =>
      createExemplar({
        ...given,
        criterion_id: given.criterion_id || null,
        scale_code: 'ofsted',
        audit_id: params.get('audit_id'),
      }),
    {
      lacks: () => ({
        '/standard_id': !given.standard_id && 'Choose a standard',
        '/grade': !given.grade && 'Choose the grade it is an example of',
        '/words': !given.words.trim() && 'Write what was seen',
        '/why': !given.why.trim() && 'Write why it is this grade',
      }),
      refreshes: ['exemplars'],
      onDone: ({ id }) => void navigate(`/exemplars/${id}`),
    },
  );
  const { problem } = create;
  const chosen = standards.find(({ id }) => id === given.standard_id);
  return (
    <Form action={create}>
      <Notice>
        Write it so that nobody could know whom it is about: no names, places, dates or numbers. What looks like a
        reference, a number, a full date or a postcode is refused; a name only you can see.
      </Notice>
      <Select
        label="Standard"
        pointer="/standard_id"
        any="Choose a standard"
        problem={problem}
        options={standards.map(({ id, number, text }) => ({ value: id, text: `${number}. ${text.slice(0, 80)}` }))}
        value={given.standard_id}
        onChange={(standard_id) => setGiven({ ...given, standard_id, criterion_id: '' })}
      />
      {chosen && (
        <Select
          label="Criterion"
          pointer="/criterion_id"
          any="The standard as a whole"
          problem={problem}
          options={chosen.criteria.map(({ id, code, text }) => ({ value: id, text: `${code} ${text.slice(0, 80)}` }))}
          value={given.criterion_id}
          onChange={(criterion_id) => setGiven({ ...given, criterion_id })}
        />
      )}
      <RadioGroup
        legend="Grade"
        pointer="/grade"
        options={grades}
        problem={problem}
        value={given.grade}
        onChange={(grade) => setGiven({ ...given, grade })}
      />
      <WordFields given={given} onChange={(change) => setGiven({ ...given, ...change })} problem={problem} />
      <Button type="submit" isBusy={create.isBusy}>
        Keep as a draft
      </Button>
    </Form>
  );
}

/** @param {{ given: { words: string, why: string }, onChange: (change: { words?: string, why?: string }) => void, problem: import('../kernel/problem.js').Problem|null }} props */
export function WordFields({ given, onChange, problem }) {
  return (
    <>
      <TextArea
        label="What was seen"
        pointer="/words"
        problem={problem}
        rows={5}
        maxLength={4000}
        value={given.words}
        onChange={(words) => onChange({ words })}
      />
      <TextArea
        label="Why it is this grade"
        pointer="/why"
        problem={problem}
        rows={3}
        maxLength={4000}
        value={given.why}
        onChange={(why) => onChange({ why })}
      />
    </>
  );
}
