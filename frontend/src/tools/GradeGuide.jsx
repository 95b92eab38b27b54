/** What each grade means for one question, with an invented example, beneath the question where it is answered. */
import { Details } from '../kernel/ui/Details.jsx';
import { levelWords } from './words.js';
import './tools.scss';

/** Nothing where nothing is written. @param {{ question: import('./api.js').Question, levels: import('./api.js').Level[] }} props `levels`: of the scale that answers it */
export function GradeGuide({ question, levels }) {
  if (!question.by_grade.length) return null;
  return (
    <Details
      summary={
        <>
          What each {question.kind === 'compliance' ? 'answer' : 'grade'} means
          <span className="govuk-visually-hidden"> in {question.code}</span>
        </>
      }
    >
      <GradeWords question={question} levels={levels} />
    </Details>
  );
}

/** The words alone, for a page that is read. @param {{ question: import('./api.js').Question, levels: import('./api.js').Level[] }} props */
export function GradeWords({ question, levels }) {
  return (
    <dl className="qa-guide">
      {question.by_grade.map(({ grade, guidance, exemplar }) => (
        <div key={grade}>
          <dt>{levelWords(levels, grade)}</dt>
          <dd>
            {guidance}
            {exemplar && <p className="qa-guide__example">For example: {exemplar}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
