/** My grading: the reader's own audits beside their moderations, for nobody else to see. */
import { useQuery } from '@tanstack/react-query';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { ownQuery } from './api.js';
import { FiguresFacts } from './FiguresFacts.jsx';
import { GradeTable } from './GradeTable.jsx';
import { firstDay, percentWithin, periods, shiftWithin } from './words.js';
import './agreement.scss';

/** @typedef {import('./api.js').Own} Own */

export function OwnPage() {
  const session = useSession();
  return (
    <>
      <PageHeading title="My grading" />
      {may(session, 'agreement:read') ? <OwnFigures /> : <Forbidden />}
    </>
  );
}

function OwnFigures() {
  const { filters, field } = useFilters({ months: '' });
  const own = useQuery(ownQuery({ from_on: firstDay(filters.months) }));
  return (
    <>
      <p className="govuk-body">
        Only you see this page. A moderator is a second opinion, not the truth: look at the cases where you differ.
      </p>
      <FilterBar label="Choose a period">
        <Select label="Period" options={periods} {...field('months')} />
      </FilterBar>
      <Loaded query={own} loading="Comparing your grades…">
        {(found) => <Found found={found} />}
      </Loaded>
    </>
  );
}

/** @param {{ found: Own }} props */
function Found({ found }) {
  const { own, council, calibrations, scale } = found;
  return (
    <>
      <p className="govuk-body qa-headline">{found.sentence}</p>
      {own && (
        <>
          <GradeTable title="Your first grades and the second ones" table={own.table} levels={scale.levels} />
          <FiguresFacts figures={own} what="your grades" />
          {found.shrunk_lean !== null && <Lean lean={found.shrunk_lean} />}
        </>
      )}
      {council.n > 0 && (
        <section aria-labelledby="council">
          <h2 className="govuk-heading-m" id="council">
            The whole council
          </h2>
          <Facts
            facts={[
              { name: 'Audits graded twice', value: `${council.n}` },
              { name: 'Same grade', value: percentWithin(council.exact_share) },
              { name: 'On average, second grades are', value: shiftWithin(council.mean_shift) },
            ]}
          />
        </section>
      )}
      {calibrations && (
        <section aria-labelledby="calibrations">
          <h2 className="govuk-heading-m" id="calibrations">
            In calibrations
          </h2>
          <p className="govuk-body">
            Of your {calibrations.n} grades {calibrations.same} were the agreed grade, or the middle of the others’
            where none was agreed ({calibrations.n - calibrations.agreed}); you were harsher in {calibrations.worse} and
            kinder in {calibrations.better}.
          </p>
        </section>
      )}
    </>
  );
}

/** @param {{ lean: number }} props */
function Lean({ lean }) {
  if (Math.abs(lean) < 0.1) return <Notice>Your grades lean no more than those of others might by chance.</Notice>;
  return (
    <Notice>
      Allowing for chance, moderators would set your next first grade about {Math.abs(lean).toFixed(1)} of a grade{' '}
      {lean > 0 ? 'lower' : 'higher'}.
    </Notice>
  );
}
