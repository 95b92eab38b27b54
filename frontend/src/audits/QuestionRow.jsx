/** One question of the audit: its words, the choice, and the reason, which opens by itself once there is a grade. */
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { fieldId } from '../kernel/problem.js';
import { GradeGuide } from '../tools/GradeGuide.jsx';
import { Guidance } from '../tools/Guidance.jsx';
import { notApplicable } from './answers.js';
import { GradeChoice } from './GradeChoice.jsx';

/**
 * @param {object} props
 * @param {import('../tools/api.js').Question} props.question
 * @param {import('../tools/api.js').Level[]} props.levels
 * @param {string|null} props.choice
 * @param {string} props.reason
 * @param {(choice: string) => void} props.onChoice
 * @param {(reason: string) => void} props.onReason
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {boolean} props.hasGuidance its own guidance is shown beneath it
 */
export function QuestionRow({ question, levels, choice, reason, onChoice, onReason, problem, hasGuidance }) {
  const [isAsked, setAsked] = useState(false);
  const pointer = `/answers/${question.id}`;
  const reasonId = fieldId(`${pointer}/reason`);
  const reasonError = problem?.at(`${pointer}/reason`);
  const isOptional = !choice || choice === notApplicable || question.kind === 'compliance';
  const openReason = () => {
    flushSync(() => setAsked(true));
    document.getElementById(reasonId)?.focus();
  };
  return (
    <fieldset className={`qa-row${problem?.at(pointer) || reasonError ? ' qa-row--error' : ''}`}>
      <legend className="qa-row__text">
        <b>{question.code}</b> {question.text}
      </legend>
      {hasGuidance && <Guidance question={question} />}
      <GradeGuide question={question} levels={levels} />
      <GradeChoice
        pointer={pointer}
        levels={levels}
        value={choice}
        onChange={onChoice}
        hasNotApplicable
        error={problem?.at(pointer)}
        onReason={openReason}
      />
      {(choice || reason || isAsked) && (
        <div className="qa-row__reason">
          <label className="govuk-label" htmlFor={reasonId}>
            Reason<span className="govuk-visually-hidden"> for {question.code}</span>
            {isOptional && ' (optional)'}
          </label>
          {reasonError && (
            <p id={`${reasonId}-error`} className="govuk-error-message">
              <span className="govuk-visually-hidden">Error:</span> {reasonError}
            </p>
          )}
          <textarea
            id={reasonId}
            className="govuk-textarea"
            rows={2}
            maxLength={10000}
            aria-invalid={reasonError ? true : undefined}
            aria-describedby={reasonError ? `${reasonId}-error` : undefined}
            value={reason}
            onChange={(event) => onReason(event.target.value)}
          />
        </div>
      )}
    </fieldset>
  );
}
