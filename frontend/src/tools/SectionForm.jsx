/** One section of a draft: its title or standard, its agency, and its questions, compliance apart from quality. */
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { fieldId } from '../kernel/problem.js';
import { Select } from '../kernel/ui/Select.jsx';
import { changed, moved, newQuestion, nextPlace } from './builder.js';
import { nameOf } from './PartRail.jsx';
import { QuestionForm } from './QuestionForm.jsx';

/** @typedef {import('./builder.js').Section} Section */
/** @typedef {import('./builder.js').Kind} Kind */

const groups = /** @type {{ kind: Kind, title: string, hint: string, add: string }[]} */ ([
  {
    kind: 'quality',
    title: 'Quality',
    hint: 'How good the work was, and what difference it made. Judged with a grade and a reason.',
    add: 'Add a question of quality',
  },
  {
    kind: 'compliance',
    title: 'Compliance',
    hint: 'Whether something that must be done was done. No reason is needed.',
    add: 'Add a question of compliance',
  },
]);

/**
 * @param {object} props
 * @param {Section} props.section
 * @param {number} props.place
 * @param {number} props.count how many sections there are
 * @param {{ standards: import('./api.js').Standard[], criteria: import('./api.js').Criterion[] }} props.clauses
 * @param {Record<Kind, import('./api.js').Level[]>} props.levels
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {(change: Partial<Section>) => void} props.onChange
 * @param {() => void} props.onRemove
 */
export function SectionForm({ section, place, count, clauses, levels, problem, onChange, onRemove }) {
  const { questions } = section;
  const at = `/sections/${place}`;
  const isOld = section.standard_id !== null && !clauses.standards.some(({ id }) => id === section.standard_id);
  /** @param {Kind} kind */
  const add = (kind) => {
    onChange({ questions: [...questions, newQuestion(kind)] });
    setTimeout(() => document.getElementById(fieldId(`${at}/questions/${questions.length}/text`))?.focus());
  };
  return (
    <div className="qa-builder">
      <h2 className="govuk-heading-m">
        Section {place + 1} of {count}: {nameOf(section, clauses.standards)}
      </h2>
      <Select
        label="Standard"
        hint="A section may be about a standard, or have a title of its own."
        any="No standard: a title of its own"
        pointer={`${at}/standard_id`}
        problem={problem}
        options={[
          ...clauses.standards.map(({ id, name }) => ({ value: id, text: name })),
          ...(isOld ? [{ value: section.standard_id ?? '', text: 'A standard of an earlier version' }] : []),
        ]}
        value={section.standard_id ?? ''}
        onChange={(id) => onChange({ standard_id: id || null })}
      />
      <TextField
        label="Title"
        isOptional={Boolean(section.standard_id)}
        hint={section.standard_id ? 'Without one it is called by the words of the standard.' : undefined}
        pointer={`${at}/own_title`}
        problem={problem}
        value={section.own_title}
        onChange={(own_title) => onChange({ own_title })}
      />
      <TextField
        label="Agency"
        isOptional
        hint="In a multi-agency audit: whose part this is, such as Health or Police."
        pointer={`${at}/agency`}
        problem={problem}
        value={section.agency}
        onChange={(agency) => onChange({ agency })}
        width={20}
      />
      {groups.map(({ kind, title, hint, add: words }) => (
        <section key={kind} className="qa-builder__group" aria-labelledby={`${kind}-of-${place}`}>
          <h3 className="govuk-heading-s" id={`${kind}-of-${place}`}>
            {title}
          </h3>
          <p className="govuk-hint">{hint}</p>
          {questions.map(
            (question, i) =>
              question.kind === kind && (
                <QuestionForm
                  key={question.key}
                  question={question}
                  number={questions.slice(0, i + 1).filter((one) => one.kind === kind).length}
                  pointer={`${at}/questions/${i}`}
                  criteria={clauses.criteria}
                  levels={levels[kind]}
                  problem={problem}
                  canMove={{ up: nextPlace(questions, i, -1) >= 0, down: nextPlace(questions, i, 1) >= 0 }}
                  onMove={(step) => onChange({ questions: moved(questions, i, nextPlace(questions, i, step)) })}
                  onChange={(change) => onChange({ questions: changed(questions, i, change) })}
                  onRemove={() => onChange({ questions: questions.filter((one) => one !== question) })}
                />
              ),
          )}
          <Button look="secondary" onClick={() => add(kind)}>
            {words}
          </Button>
        </section>
      ))}
      <p className="govuk-body">
        <LinkButton onClick={onRemove}>Take the whole section out</LinkButton>
      </p>
    </div>
  );
}
