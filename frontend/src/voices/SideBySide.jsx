/** What the practitioner says of their own work, beside what the auditor found. */
import { useQuery } from '@tanstack/react-query';
import { momentOf } from '../kernel/dates.js';
import { counted } from '../kernel/numbers.js';
import { Notice } from '../kernel/ui/Notice.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { levelsOf, levelWords, sectionName } from '../tools/words.js';
import { viewsQuery } from './api.js';
import './voices.scss';

/** @typedef {import('./api.js').Beside} Beside */
/** @typedef {import('../tools/api.js').Tool} Tool */

/** @param {{ auditId: string, tool: Tool }} props */
export function SideBySide({ auditId, tool }) {
  const views = useQuery(viewsQuery(auditId));
  if (views.isError) return <ProblemNotice error={views.error} onRetry={() => void views.refetch()} />;
  return (views.data?.items ?? []).map((view) => (
    <section key={view.handed_in_at} aria-label="The practitioner’s own view">
      <h3 className="govuk-heading-s">The practitioner’s own view</h3>
      <p className="govuk-body">
        {view.practitioner_name}, handed in on {momentOf(view.handed_in_at)}
      </p>
      {view.are_grades_hidden ? (
        <Notice>
          The practitioner’s grades are shown when yours are given, so that neither sways the other. Their words are
          evidence and stand here now.
        </Notice>
      ) : (
        <Agreement view={view} />
      )}
      <dl className="qa-own">
        <Said title="Proud of" text={view.proud_of} />
        <Said title="Would do differently" text={view.would_do_differently} />
        <Said title="Overall" text={view.overall_reason} />
      </dl>
      <Places view={view} tool={tool} />
    </section>
  ));
}

/** @param {{ view: Beside }} props */
function Agreement({ view }) {
  const all = view.compared?.length ?? 0;
  if (!all) return null;
  return (
    <p className="govuk-body qa-lede">
      Practitioner and auditor agree in {view.agreed} of {counted(all, 'place')} that both graded. Of a whole section,
      the middle one of the auditor’s grades is taken.
    </p>
  );
}

/** @param {{ title: string, text: string|null }} props */
function Said({ title, text }) {
  if (!text) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd className="qa-words-kept">{text}</dd>
    </div>
  );
}

/** Every place that the practitioner graded or wrote about, with the auditor's grade where it is known.
 * @param {Beside} view @param {Tool} tool */
function placesOf(view, tool) {
  const found = (/** @type {string} */ kind, /** @type {string|null} */ id) =>
    view.compared?.find((one) => one.kind === kind && one.id === id);
  const row = (
    /** @type {string} */ kind,
    /** @type {string|null} */ id,
    /** @type {string} */ title,
    /** @type {{ grade: string|null, reason: string|null }|undefined} */ own,
    /** @type {import('../tools/api.js').Level[]} */ levels,
  ) => ({ key: `${kind} ${id}`, title, own, levels, compared: found(kind, id) });
  const overall = { grade: view.overall_grade, reason: null };
  return [
    row('overall', null, 'Overall', overall.grade ? overall : undefined, tool.scale.levels),
    ...tool.sections.flatMap((section) => [
      row('section', section.id, sectionName(section), view.sections[section.id], tool.scale.levels),
      ...section.questions.map((question) =>
        row(
          'question',
          question.id,
          `${question.code} ${question.text}`,
          view.questions[question.id],
          levelsOf(tool, question),
        ),
      ),
    ]),
  ].filter(({ own }) => own?.grade || own?.reason);
}

/** @param {{ view: Beside, tool: Tool }} props */
function Places({ view, tool }) {
  const rows = placesOf(view, tool);
  if (!rows.length) return null;
  const columns = ['Where', ...(view.are_grades_hidden ? [] : ['Practitioner', 'Auditor']), 'Practitioner’s reason'];
  return (
    <table className="govuk-table qa-table">
      <caption className="govuk-table__caption govuk-table__caption--s">Side by side</caption>
      <thead>
        <tr>
          {columns.map((title) => (
            <th key={title} scope="col" className="govuk-table__header">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, title, own, levels, compared }) => (
          <tr key={key}>
            <th scope="row" className="govuk-table__header" data-label="Where">
              {title}
            </th>
            {!view.are_grades_hidden && (
              <>
                <td className="govuk-table__cell" data-label="Practitioner">
                  {levelWords(levels, own?.grade)}
                </td>
                <td className="govuk-table__cell" data-label="Auditor">
                  {compared ? (
                    <>
                      {levelWords(levels, compared.auditor)} {compared.is_agreed ? '(agree)' : <b>(differ)</b>}
                    </>
                  ) : (
                    '–'
                  )}
                </td>
              </>
            )}
            <td className="govuk-table__cell qa-words-kept" data-label="Practitioner’s reason">
              {own?.reason || '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
