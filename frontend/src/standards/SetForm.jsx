/** Begins a further set of standards, such as those of supervision or of a partner, from words that are written or pasted. */
import { useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { counted } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { createSet } from './api.js';

const blank = { title: '', owner: '', source: '', words: '' };

/** A line is a standard; a line that begins with a dash is a criterion of the one above. @param {string} words
 * @returns {{ text: string, criteria: string[] }[]} */
export function standardsIn(words) {
  /** @type {{ text: string, criteria: string[] }[]} */
  const standards = [];
  for (const line of words.split('\n').map((one) => one.trim())) {
    const criterion = /^[-–•*]\s*(.*)$/.exec(line)?.[1];
    if (criterion) standards.at(-1)?.criteria.push(criterion);
    else if (line && criterion === undefined) standards.push({ text: line, criteria: [] });
  }
  return standards;
}

export function SetForm() {
  const isAllowed = may(useSession(), 'standards:draft');
  return (
    <>
      <BackLink to="/standards/versions">Versions of the standards</BackLink>
      <PageHeading title="Begin another set of standards" />
      {isAllowed ? <Words /> : <Forbidden />}
    </>
  );
}

/** @param {ReturnType<typeof standardsIn>} standards */
function lacksOf(standards) {
  if (!standards.length) return 'Write at least one standard with a criterion beneath it';
  const bare = standards.find((one) => !one.criteria.length);
  return bare && `Write at least one criterion beneath “${bare.text}”, begun with a dash`;
}

function Words() {
  const navigate = useNavigate();
  const draft = useDraft('set of standards', blank);
  const { words, ...about } = draft.value;
  const standards = standardsIn(words);
  const save = useAction(
    async () => {
      const made = await createSet({ ...about, standards });
      await draft.forget();
      return made;
    },
    {
      lacks: () => ({
        '/title': !about.title.trim() && 'Give the set a title',
        '/owner': !about.owner.trim() && 'Say who answers for it',
        '/standards': lacksOf(standards) ?? false,
      }),
      refreshes: ['standards'],
      onDone: (version) => void navigate(`/standards/versions/${version.id}`),
    },
  );
  /** @param {keyof typeof blank} name @param {string} [pointer] */
  const field = (name, pointer = `/${name}`) => ({
    pointer,
    problem: save.problem,
    value: draft.value[name],
    onChange: (/** @type {string} */ value) => draft.set({ ...draft.value, [name]: value }),
  });
  return (
    <Form action={save}>
      <TextField label="Title" hint="Such as “Supervision standards”." {...field('title')} />
      <TextField label="Who answers for it" {...field('owner')} />
      <TextField label="Where its words come from" isOptional {...field('source')} />
      <TextArea
        label="Standards and criteria"
        hint="One standard a line. Beneath it its criteria, each on a line of its own that begins with a dash."
        rows={14}
        {...field('words', '/standards')}
      />
      <p className="govuk-body" role="status">
        {counted(standards.length, 'standard')},{' '}
        {counted(standards.flatMap((one) => one.criteria).length, 'criterion', 'criteria')}.
      </p>
      <Button type="submit" isBusy={save.isBusy}>
        Make a draft
      </Button>
    </Form>
  );
}
