/** All indicators of the council or one team: how each stands, whether it is changing, and whether it will meet its target. */
import { Link } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { may } from '../kernel/may.js';
import { Panels } from '../kernel/panels.jsx';
import { useSession } from '../kernel/session.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { periods } from './api.js';

const blank = { unit_id: '', period_type: 'month', corner: '', show: '' };
const corners = [
  { value: 'voice', text: 'Voice' },
  { value: 'numbers', text: 'Numbers' },
  { value: 'practice', text: 'Practice' },
];
const shows = [
  { value: 'concern', text: 'Concerns' },
  { value: 'improvement', text: 'Improvements' },
  { value: 'consistent_fail', text: 'Those that will miss their target' },
];

export function IndicatorList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Indicators" />
      <p className="govuk-body qa-lede">
        What the council counts. Is it changing, or is it chance? Will it meet its target, if nothing is done? One
        figure that is high or low answers neither.
      </p>
      {session.me?.is_public_reader && (
        <Details summary="What hidden means">
          <p className="govuk-body">
            A figure is hidden where it would tell of one to five people, or of the one to five who are left. Others are
            hidden with it, so that nobody can work it out. Hidden seldom means none: none is shown as 0, unless that
            would tell how many ended. A month is shown ten days after it ends, and is corrected later only where six or
            more people are concerned.
          </p>
        </Details>
      )}
      {may(session, 'indicators:define') && (
        <p className="govuk-body">
          <Link className="govuk-link" to="/whole-groups">
            0% and 100% shown to members
          </Link>
        </p>
      )}
      {may(session, 'indicators:read') ? <Catalogue /> : <Forbidden />}
    </>
  );
}

function Catalogue() {
  const { filters, field, onClear } = useFilters(blank);
  return (
    <>
      <FilterBar label="Narrow the indicators" onClear={onClear}>
        <UnitFilter {...field('unit_id')} />
        <Select label="By" options={periods} {...field('period_type')} />
        <Select label="Side of the triangle" any="All three" options={corners} {...field('corner')} />
        <Select label="Show" any="All" options={shows} {...field('show')} />
      </FilterBar>
      <Panels on="indicators" filters={filters} />
    </>
  );
}
