/** Writes down a strength or an area for improvement, or puts one in other words. What is typed is kept until it is sent. */
import { useQuery } from '@tanstack/react-query';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { makeFinding, themeListQuery, updateFinding } from './api.js';
import { kinds, severityOptions } from './words.js';

/** @typedef {import('./api.js').Finding} Finding */

const blank = { text: '', impact: '', theme: '', tool_question_id: '', severity: '', no_action_reason: '' };

/** @param {Finding} finding */
const fieldsOf = (finding) => ({
  text: finding.text ?? '',
  impact: finding.impact ?? '',
  theme: finding.theme,
  tool_question_id: finding.tool_question_id ?? '',
  severity: finding.severity ?? '',
  no_action_reason: finding.no_action_reason ?? '',
});

/**
 * @param {object} props
 * @param {import('../audits/api.js').Audit} props.audit
 * @param {import('../tools/api.js').Tool} props.tool
 * @param {'strength'|'improvement'} props.kind
 * @param {Finding} [props.finding] to put in other words
 * @param {() => void} props.onDone
 */
export function FindingForm({ audit, tool, kind, finding, onDone }) {
  const name = finding ? `finding ${finding.id} ${finding.version}` : `${kind} of ${audit.id}`;
  const draft = useDraft(name, finding ? fieldsOf(finding) : blank);
  const themes = useQuery(themeListQuery());
  const given = draft.value;
  const isImprovement = kind === 'improvement';
  const save = useAction(
    async () => {
      const severity = /** @type {'low'|'medium'|'high'|null} */ (given.severity || null);
      const body = { ...given, severity, tool_question_id: given.tool_question_id || null };
      const answer = finding
        ? await updateFinding(finding, body)
        : await makeFinding({ ...body, kind, audit_id: audit.id });
      await draft.forget();
      return answer;
    },
    {
      lacks: () => ({
        '/text': given.text.trim().length < 10 && 'Write what you found: at least 10 characters',
        '/impact': given.impact.trim().length < 10 && 'Write what it means for the child',
        '/theme': !given.theme && 'Choose what it is about',
        '/severity': isImprovement && !given.severity && 'Say how much it weighs',
      }),
      refreshes: ['findings'],
      onDone,
    },
  );
  const { problem } = save;
  /** @param {keyof typeof blank} field */
  const field = (field) => ({
    pointer: `/${field}`,
    problem,
    value: given[field],
    onChange: (/** @type {string} */ value) => draft.set({ ...given, [field]: value }),
  });
  const questions = tool.sections.flatMap((section) => section.questions);
  return (
    <Form
      action={save}
      title={
        <h3 className="govuk-heading-s">{finding ? 'Put it in other words' : `Add: ${kinds[kind]?.toLowerCase()}`}</h3>
      }
    >
      <TextArea
        label={isImprovement ? 'What should be better' : 'What was done well'}
        maxLength={4000}
        {...field('text')}
      />
      <TextArea
        label="What it means for the child"
        hint="Not whether a step was taken, but what is different in the child’s life."
        maxLength={4000}
        {...field('impact')}
      />
      <Select
        label="Theme"
        any="Choose a theme"
        options={(themes.data ?? []).map(({ code, title }) => ({ value: code, text: title }))}
        {...field('theme')}
      />
      <Select
        label="Question it belongs to"
        isOptional
        any="The work as a whole"
        options={questions.map(({ id, code, text }) => ({
          value: id,
          text: `${code ?? ''} ${text.length > 80 ? `${text.slice(0, 77)}…` : text}`.trim(),
        }))}
        {...field('tool_question_id')}
      />
      {isImprovement && (
        <>
          <RadioGroup legend="How much it weighs" options={severityOptions} {...field('severity')} />
          <TextArea
            label="Why no action is needed"
            hint="Only where none is to be set. Otherwise save, and set an action."
            isOptional
            rows={2}
            maxLength={4000}
            {...field('no_action_reason')}
          />
        </>
      )}
      <div className="qa-find">
        <Button type="submit" isBusy={save.isBusy}>
          Save
        </Button>
        <Button
          look="secondary"
          onClick={() => {
            void draft.forget();
            onDone();
          }}
        >
          Leave it
        </Button>
      </div>
    </Form>
  );
}
