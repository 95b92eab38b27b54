/** Beyond moderation: inspectors as one more rater, and many auditors on one case. */
import { Facts } from '../kernel/ui/Facts.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { GradeTable } from './GradeTable.jsx';
import { coefficientWithin, percentWithin } from './words.js';

/** @param {{ found: import('./api.js').Agreement }} props */
export function OtherRaters({ found }) {
  return (
    <>
      {found.inspectors && <Inspectors inspectors={found.inspectors} levels={found.scale.levels} />}
      {found.calibrations && <Calibrations figures={found.calibrations} />}
    </>
  );
}

/** @param {{ inspectors: NonNullable<import('./api.js').Agreement['inspectors']>, levels: import('./api.js').Level[] }} props */
function Inspectors({ inspectors, levels }) {
  const { against_first: first, against_reported: reported, alpha_of_three: alpha } = inspectors;
  return (
    <section aria-labelledby="inspectors">
      <h2 className="govuk-heading-m" id="inspectors">
        Beside inspectors
      </h2>
      <p className="govuk-body">
        Inspectors gave the same overall grade as our reported one in {reported.exact} of {reported.n} audits, and as
        the auditor’s first one in {first.exact}. They were harsher than our reported grade in {reported.worse}, kinder
        in {reported.better}.{reported.exact_share && ` Same as reported: ${percentWithin(reported.exact_share)}.`}
        {alpha !== null && ` Alpha of auditor, moderator and inspector together: ${alpha.toFixed(2)}.`}
      </p>
      {reported.caution && <Notice>{reported.caution}</Notice>}
      <GradeTable
        title="Our reported grade and the inspector’s"
        table={reported.table}
        levels={levels}
        first="Ours"
        second="Inspector’s"
      />
    </section>
  );
}

/** @param {{ figures: NonNullable<import('./api.js').Agreement['calibrations']> }} props */
function Calibrations({ figures }) {
  return (
    <section aria-labelledby="calibrations">
      <h2 className="govuk-heading-m" id="calibrations">
        In calibrations
      </h2>
      <p className="govuk-body">
        {figures.people} people gave {figures.grades} grades to {figures.questions} questions in {figures.exercises}{' '}
        {figures.exercises === 1 ? 'exercise' : 'exercises'} that you may see. {figures.caution}
      </p>
      {figures.exact_share && (
        <Facts
          facts={[
            { name: 'Two people give the same grade', value: percentWithin(figures.exact_share) },
            { name: 'Krippendorff’s alpha, ordered', value: coefficientWithin(figures.alpha) },
            { name: 'Gwet’s AC1', value: coefficientWithin(figures.ac1) },
          ]}
        />
      )}
    </section>
  );
}
