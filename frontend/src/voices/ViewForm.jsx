/** The form of the practitioner's own view: words first, then grades by section or by single question. */
import { useState } from 'react';
import { GradeChoice, KeyHelp } from '../audits/GradeChoice.jsx';
import { LeaveDialog } from '../audits/LeaveDialog.jsx';
import { Problem } from '../kernel/problem.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { saveWords, useAutosave } from '../kernel/useAutosave.js';
import { levelsOf, sectionName } from '../tools/words.js';
import { handInView, saveView } from './api.js';
import { Clashes } from './Clashes.jsx';
import { viewFieldsOf } from './fields.js';

/** @typedef {import('../kernel/autosave.js').Autosave} Autosave */

/** Sends what is left, then hands it in. @param {string} id @param {Autosave} saver */
async function flushAndHandIn(id, saver) {
  await saver.flush();
  if (saver.state.unsent) {
    throw new Problem({ status: 0, detail: 'Your last words have not been saved yet. Hand in when they are.' });
  }
  return handInView(id, saver.state.version);
}

/** @param {{ view: import('./api.js').View, tool: import('../tools/api.js').Tool, onHandedIn: () => void }} props */
export function ViewForm({ view, tool, onHandedIn }) {
  const [held] = useState(() => ({ version: view.version, fields: viewFieldsOf(view) }));
  const { saver, state, blocker } = useAutosave({
    name: `view ${view.audit_id}`,
    held,
    save: (changes, version) => saveView(view.audit_id, changes, version),
  });
  const handIn = useAction(() => flushAndHandIn(view.audit_id, saver), { onDone: onHandedIn });
  const isTrouble = !['saved', 'waiting', 'saving'].includes(state.status);
  const refused = state.status === 'refused' ? /** @type {{ detail: string }} */ (state.problem).detail : '';
  const { problem } = handIn;
  /** @param {string} name */
  const text = (name) => ({
    pointer: `/${name}`,
    problem,
    rows: 3,
    maxLength: 10000,
    value: String(state.values[name] ?? ''),
    onChange: (/** @type {string} */ value) => saver.set(name, value),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!handIn.isBusy) handIn.run();
      }}
    >
      <p className="govuk-body qa-lede">
        This is yours alone until you hand it in. Then the auditor reads your words as evidence; your grades are shown
        to them when theirs are given, and theirs to you when the audit is final, so that neither sways the other.
      </p>
      <p className={`qa-save${isTrouble ? ' qa-save--trouble' : ''}`} role="status">
        {[saveWords(state), refused].filter(Boolean).join(' ')}
      </p>
      <ErrorSummary problem={problem} />
      <Clashes clashes={state.clashes} onSettle={(field, choice) => saver.settle(field, choice)} />
      <div className="qa-voice">
        <TextArea label="What are you proud of in this work?" {...text('proud_of')} />
        <TextArea label="What would you do differently?" {...text('would_do_differently')} />
      </div>
      <h2 className="govuk-heading-m">How would you grade it yourself?</h2>
      <p className="govuk-body qa-lede">Grade as much or as little as you like. Each grade needs a reason.</p>
      <KeyHelp levels={tool.scale.levels} hasReason={false} hasNotApplicable={false} />
      <OwnGrade
        legend="Overall"
        name=""
        levels={tool.scale.levels}
        values={state.values}
        saver={saver}
        problem={problem}
      />
      {tool.sections.map((section) => (
        <div key={section.id}>
          <OwnGrade
            legend={sectionName(section)}
            name={`sections/${section.id}`}
            levels={tool.scale.levels}
            values={state.values}
            saver={saver}
            problem={problem}
          />
          <Details
            summary={
              <>
                Grade single questions<span className="govuk-visually-hidden"> of {sectionName(section)}</span>
              </>
            }
          >
            {section.questions.map((question) => (
              <OwnGrade
                key={question.id}
                legend={`${question.code} ${question.text}`}
                name={`questions/${question.id}`}
                levels={levelsOf(tool, question)}
                values={state.values}
                saver={saver}
                problem={problem}
              />
            ))}
          </Details>
        </div>
      ))}
      <div className="qa-buttons">
        <Button type="submit" isBusy={handIn.isBusy}>
          Hand in your view
        </Button>
        <p className="govuk-hint">It then stands as you gave it.</p>
      </div>
      <LeaveDialog blocker={blocker} state={state} />
    </form>
  );
}

/**
 * @param {object} props
 * @param {string} props.legend
 * @param {string} props.name "sections/…", or nothing for the whole
 * @param {import('../tools/api.js').Level[]} props.levels
 * @param {import('../kernel/autosave.js').Fields} props.values
 * @param {Autosave} props.saver
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 */
function OwnGrade({ legend, name, levels, values, saver, problem }) {
  const [gradeField, reasonField] = name ? [`${name}/grade`, `${name}/reason`] : ['overall_grade', 'overall_reason'];
  const grade = /** @type {string|null} */ (values[gradeField] ?? null);
  const reason = String(values[reasonField] ?? '');
  return (
    <fieldset className="qa-row">
      <legend className="qa-row__text">{legend}</legend>
      <GradeChoice
        pointer={`/${gradeField}`}
        levels={levels}
        value={grade}
        onChange={(value) => saver.set(gradeField, value)}
        error={problem?.at(`/${gradeField}`)}
      />
      {(grade || reason) && (
        <TextArea
          label="Reason"
          pointer={`/${reasonField}`}
          problem={problem}
          rows={2}
          maxLength={10000}
          value={reason}
          onChange={(value) => saver.set(reasonField, value)}
        />
      )}
    </fieldset>
  );
}
