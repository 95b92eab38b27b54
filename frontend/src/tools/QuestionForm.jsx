/** One question of a draft: its words, its criterion, what to look for, and what each grade means. */
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { regraded } from './builder.js';
import { CriterionChoice } from './CriterionChoice.jsx';
import { Move } from './PartRail.jsx';

/** @typedef {import('./builder.js').Question} Question */

/**
 * @param {object} props
 * @param {Question} props.question
 * @param {number} props.number among those of its kind in the section
 * @param {string} props.pointer
 * @param {import('./api.js').Criterion[]} props.criteria
 * @param {import('./api.js').Level[]} props.levels
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {{ up: boolean, down: boolean }} props.canMove
 * @param {(step: 1|-1) => void} props.onMove
 * @param {(change: Partial<Question>) => void} props.onChange
 * @param {() => void} props.onRemove
 */
export function QuestionForm({
  question,
  number,
  pointer,
  criteria,
  levels,
  problem,
  canMove,
  onMove,
  onChange,
  onRemove,
}) {
  const name = `${question.kind} question ${number}`;
  const other = question.kind === 'quality' ? 'compliance' : 'quality';
  const isGuided = question.by_grade.some(({ guidance, exemplar }) => guidance || exemplar);
  return (
    <fieldset className="qa-question">
      <legend className="govuk-visually-hidden">{name}</legend>
      <div className="qa-question__moves">
        <b aria-hidden="true">{number}</b>
        <Move text={`Move ${name} up`} sign="↑" isOff={!canMove.up} onMove={() => onMove(-1)} />
        <Move text={`Move ${name} down`} sign="↓" isOff={!canMove.down} onMove={() => onMove(1)} />
      </div>
      <div className="qa-question__body">
        <TextArea
          label="Question"
          rows={2}
          maxLength={2000}
          pointer={`${pointer}/text`}
          problem={problem}
          value={question.text}
          onChange={(text) => onChange({ text })}
        />
        <CriterionChoice
          pointer={`${pointer}/criterion_id`}
          criteria={criteria}
          value={question.criterion_id}
          problem={problem}
          onChange={(criterion_id) => onChange({ criterion_id })}
        />
        <TextArea
          label="What to look for"
          isOptional
          rows={2}
          maxLength={2000}
          pointer={`${pointer}/guidance`}
          problem={problem}
          value={question.guidance}
          onChange={(guidance) => onChange({ guidance })}
        />
        <Details
          summary={`What each ${question.kind === 'quality' ? 'grade' : 'answer'} means${isGuided ? '' : ' (nothing yet)'}`}
        >
          {levels.map(({ code, label }, i) => {
            const said = question.by_grade.find(({ grade }) => grade === code);
            /** @param {{ guidance?: string, exemplar?: string }} change */
            const say = (change) =>
              onChange({
                by_grade: regraded(
                  question.by_grade,
                  levels.map((level) => level.code),
                  code,
                  change,
                ),
              });
            return (
              <fieldset className="qa-question__grade" key={code}>
                <legend className="govuk-label">{label}</legend>
                <TextArea
                  label="What it looks like"
                  isOptional
                  isSmall
                  rows={2}
                  maxLength={2000}
                  pointer={`${pointer}/by_grade/${i}/guidance`}
                  value={said?.guidance ?? ''}
                  onChange={(guidance) => say({ guidance })}
                />
                <TextArea
                  label="An invented example"
                  isOptional
                  isSmall
                  rows={2}
                  maxLength={2000}
                  pointer={`${pointer}/by_grade/${i}/exemplar`}
                  value={said?.exemplar ?? ''}
                  onChange={(exemplar) => say({ exemplar })}
                />
              </fieldset>
            );
          })}
        </Details>
        <Checkbox
          label="Must be answered"
          pointer={`${pointer}/is_mandatory`}
          isChecked={question.is_mandatory}
          onChange={(is_mandatory) => onChange({ is_mandatory })}
        />
        <div className="qa-buttons">
          <LinkButton onClick={() => onChange({ kind: other, by_grade: [] })}>Make it a question of {other}</LinkButton>
          <LinkButton onClick={onRemove}>
            Take it out<span className="govuk-visually-hidden">: {name}</span>
          </LinkButton>
        </div>
      </div>
    </fieldset>
  );
}
