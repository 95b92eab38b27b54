/** The answers to the questions of a section: the grade, the moderated one where there is one, and the reason. */
import { levelsOf, levelWords, sectionName } from '../tools/words.js';
import './audits.scss';

/**
 * @param {object} props
 * @param {import('../tools/api.js').Section} props.section
 * @param {Record<string, { grade: string|null, is_not_applicable: boolean, reason: string|null, reported_grade?: string|null }>} props.answers by question
 * @param {import('../tools/api.js').Tool} props.tool
 * @param {boolean} [props.isModerated] with the moderated grades beside the first
 */
export function SectionAnswers({ section, answers, tool, isModerated = false }) {
  return (
    <table className="govuk-table qa-table qa-judged">
      <caption className="govuk-table__caption govuk-table__caption--s">{sectionName(section)}</caption>
      <thead>
        <tr>
          {['Question', isModerated ? 'First grade' : 'Grade', ...(isModerated ? ['Moderated'] : []), 'Reason'].map(
            (title) => (
              <th key={title} scope="col" className="govuk-table__header">
                {title}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {section.questions.map((question) => {
          const answer = answers[question.id];
          const levels = levelsOf(tool, question);
          const first = answer?.is_not_applicable
            ? 'Not applicable'
            : levelWords(levels, answer?.grade, 'Not answered');
          const isChanged = answer?.reported_grade && answer.reported_grade !== answer.grade;
          return (
            <tr key={question.id}>
              <th scope="row" className="govuk-table__header" data-label="Question">
                <span>
                  <b>{question.code}</b> {question.text}
                </span>
              </th>
              <td className="govuk-table__cell" data-label={isModerated ? 'First grade' : 'Grade'}>
                {first}
              </td>
              {isModerated && (
                <td className="govuk-table__cell" data-label="Moderated">
                  {isChanged ? <b>{levelWords(levels, answer.reported_grade)}</b> : 'The same'}
                </td>
              )}
              <td className="govuk-table__cell qa-words-kept" data-label="Reason">
                {answer?.reason || '–'}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
