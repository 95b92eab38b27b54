/** Audit the auditors: how far first and second grades agree, which way they lean, and where it is hardest. */
import { useQuery } from '@tanstack/react-query';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { counted, numberOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { kinds, kindWords } from '../tools/words.js';
import { agreementQuery } from './api.js';
import { FiguresFacts } from './FiguresFacts.jsx';
import { GapsTable } from './GapsTable.jsx';
import { GradeTable } from './GradeTable.jsx';
import { HardestTable } from './HardestTable.jsx';
import { LeanBars } from './LeanBars.jsx';
import { OtherRaters } from './OtherRaters.jsx';
import { ShareDots } from './ShareDots.jsx';
import { Spread } from './Spread.jsx';
import { firstDay, periods, standardName } from './words.js';
import './agreement.scss';

const none = { months: '', kind: '', unit_id: '', scale: '' };

export function AgreementPage() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Agreement">
        <Button look="secondary" onClick={() => window.print()}>
          Print
        </Button>
      </PageHeading>
      {may(session, 'agreement:read') ? <CouncilFigures /> : <Forbidden />}
    </>
  );
}

function CouncilFigures() {
  const session = useSession();
  const { filters: chosen, setFilters, field, onClear } = useFilters(none);
  const { months, ...rest } = chosen;
  const filters = { ...rest, from_on: firstDay(months) };
  const agreement = useQuery(agreementQuery(filters));
  return (
    <>
      <FilterBar label="Narrow what is compared" onClear={onClear}>
        <Select label="Period" options={periods} {...field('months')} />
        <UnitFilter {...field('unit_id')} />
        <Select label="Kind" any="Any kind" options={kinds} {...field('kind')} />
      </FilterBar>
      <Loaded query={agreement} loading="Comparing grades…">
        {(found) => (
          <>
            <Found found={found} onScale={(code) => setFilters({ scale: code })} />
            {found.overall.n > 0 && (
              <>
                <HardestTable filters={filters} />
                {may(session, 'moderations:read') && <GapsTable filters={filters} />}
                {may(session, 'moderations:allocate') && <Spread from_on={filters.from_on} />}
              </>
            )}
            <OtherRaters found={found} />
            <Details summary="How these figures are made">
              {found.method.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </Details>
          </>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ found: import('./api.js').Agreement, onScale: (code: string) => void }} props */
function Found({ found, onScale }) {
  const { overall, answers, scale } = found;
  if (!overall.n) {
    return (
      <Empty title={found.sentence}>
        Agreement is told from completed moderations. A moderator grades blind, and only then sees the first grades.
      </Empty>
    );
  }
  const standards = found.by_standard.map((figures) => ({ ...figures, label: standardName(figures) }));
  const ofKinds = found.by_kind.map((figures) => ({ ...figures, label: kindWords(figures.kind) }));
  return (
    <>
      <p className="govuk-body qa-headline">{found.sentence}</p>
      <p className="govuk-body">
        {found.lean_sentence} From {dayOf(found.from_on)} to {dayOf(found.to_on)}, on the scale “{scale.title}”.
      </p>
      {found.other_scales.map((other) => (
        <p className="govuk-body" key={other.code}>
          {other.audits} more on the scale “{other.title}”.{' '}
          <Button look="secondary" onClick={() => onScale(other.code)}>
            Show these
          </Button>
        </p>
      ))}
      <GradeTable title="Overall grades: first and second" table={overall.table} levels={scale.levels} />
      <FiguresFacts figures={overall} />
      <LeanBars
        title="Which way second grades lean, by standard"
        sentence={`Of ${numberOf(answers.n)} answers from ${counted(answers.audits, 'audit')}, the share that moderators raised and lowered.`}
        what="Standard"
        rows={standards}
      />
      <ShareDots
        title="How many answers keep their grade, by standard"
        sentence="The dot is the share with the same grade twice; the line is what chance leaves of it."
        what="Standard"
        rows={[{ ...answers, label: 'All answers' }, ...standards]}
      />
      <ShareDots
        title="How many overall grades stay, by kind of audit"
        sentence="The dot is the share with the same overall grade twice; the line is what chance leaves of it."
        what="Kind"
        rows={ofKinds}
      />
      <LeanBars
        title="Which way second grades lean, by kind of audit"
        sentence={`Of ${overall.n} overall grades, the share that moderators raised and lowered.`}
        what="Kind"
        rows={ofKinds}
      />
    </>
  );
}
