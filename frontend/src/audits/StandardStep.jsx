/** The page of one standard: its questions, what to look for, and the way to the next. */
import { Fragment } from 'react';
import { Link } from 'react-router';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { guidanceOf, levelsOf, partsOf, stepName } from '../tools/words.js';
import { choiceField, choiceIn, reasonField, textIn } from './answers.js';
import { KeyHelp } from './GradeChoice.jsx';
import { QuestionRow } from './QuestionRow.jsx';

/**
 * @param {object} props
 * @param {string} props.caption
 * @param {import('../tools/api.js').Section} props.section
 * @param {import('../tools/api.js').Tool} props.tool
 * @param {import('../kernel/autosave.js').Fields} props.values
 * @param {(field: string, value: unknown) => void} props.onChange
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {import('../tools/api.js').Section|undefined} props.before
 * @param {import('../tools/api.js').Section|undefined} props.after
 */
export function StandardStep({ caption, section, tool, values, onChange, problem, before, after }) {
  // Said once where every question of the standard says the same.
  const guidance = guidanceOf(section);
  const shared = guidance.length === 1 ? guidance[0] : '';
  return (
    <>
      <PageHeading title={section.title} caption={caption} size="m" />
      {!before && tool.introduction && <p className="govuk-body qa-lede qa-words-kept">{tool.introduction}</p>}
      {shared && <Details summary="What to look for">{shared}</Details>}
      <KeyHelp levels={tool.scale.levels} />
      <form noValidate onSubmit={(event) => event.preventDefault()}>
        {partsOf(section).map((part) => (
          <Fragment key={part.title}>
            {part.title && <h2 className="govuk-heading-s qa-part">{part.title}</h2>}
            {part.questions.map((question) => (
              <QuestionRow
                key={question.id}
                question={question}
                levels={levelsOf(tool, question)}
                choice={choiceIn(values, question.id)}
                reason={textIn(values, reasonField(question.id))}
                onChoice={(choice) => onChange(choiceField(question.id), choice)}
                onReason={(reason) => onChange(reasonField(question.id), reason)}
                problem={problem}
                hasGuidance={!shared}
              />
            ))}
          </Fragment>
        ))}
      </form>
      <div className="qa-buttons">
        <ButtonLink to={`?standard=${after ? after.number : 'check'}`}>
          {after ? `Next: ${stepName(after)}` : 'Next: check and submit'}
        </ButtonLink>
        {before && (
          <Link className="govuk-link" to={`?standard=${before.number}`}>
            Previous: {stepName(before)}
          </Link>
        )}
      </div>
    </>
  );
}
