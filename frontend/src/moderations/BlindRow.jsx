/** One question of a blind reading: the auditor's evidence on one side, the moderator's own grade on the other. */
import { GradeChoice } from '../audits/GradeChoice.jsx';
import { GradeGuide } from '../tools/GradeGuide.jsx';
import { Guidance } from '../tools/Guidance.jsx';

/**
 * @param {object} props
 * @param {import('../tools/api.js').Question} props.question
 * @param {import('../audits/api.js').Audit['answers'][string]|undefined} props.answer
 * @param {import('../tools/api.js').Level[]} props.levels
 * @param {string|null} props.value
 * @param {(choice: string) => void} props.onChange
 * @param {string|undefined} props.error
 * @param {boolean} props.hasGuidance its own guidance is shown beneath it
 */
export function BlindRow({ question, answer, levels, value, onChange, error, hasGuidance }) {
  const isGraded = question.kind !== 'compliance' && answer && !answer.is_not_applicable;
  return (
    <fieldset className={`qa-row${error ? ' qa-row--error' : ''}`}>
      <legend className="qa-row__text">
        <b>{question.code}</b> {question.text}
      </legend>
      <div className="qa-blind">
        <div>
          <p className="qa-blind__head">{isGraded ? 'The auditor’s evidence' : 'The auditor'}</p>
          <p className="qa-blind__words qa-words-kept">
            {answer?.reason || (isGraded ? 'No reason was written.' : answer ? 'Not applicable.' : 'Not answered.')}
          </p>
        </div>
        <div>
          <p className="qa-blind__head">Your grade</p>
          {isGraded ? (
            <GradeChoice
              pointer={`/judgements/${question.id}`}
              levels={levels}
              value={value}
              onChange={onChange}
              error={error}
            />
          ) : (
            <p className="qa-blind__words">None is needed.</p>
          )}
        </div>
      </div>
      {hasGuidance && <Guidance question={question} />}
      {isGraded && <GradeGuide question={question} levels={levels} />}
    </fieldset>
  );
}
