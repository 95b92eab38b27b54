/** One indicator: its run over time for a unit, and in words what is counted and what is not known. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { Panels } from '../kernel/panels.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { csvAddress, indicatorQuery, periods } from './api.js';
import { evidenceAddress } from './evidence.js';

/** @type {Record<string, string>} */
const polarities = {
  high: 'Higher is better',
  low: 'Lower is better',
  neutral: 'Neither high nor low is good in itself',
};

export function IndicatorPage() {
  const { code = '' } = useParams();
  const indicator = useQuery(indicatorQuery(code));
  return (
    <>
      <BackLink to="/indicators">Indicators</BackLink>
      {indicator.isError && <PageHeading title="Indicator" />}
      <Loaded query={indicator} loading="Loading the indicator…">
        {(data) => <IndicatorDetail indicator={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ indicator: import('./api.js').Indicator }} props */
function IndicatorDetail({ indicator }) {
  const { filters, field, onClear } = useFilters({ unit_id: '', period_type: 'month' });
  return (
    <>
      <PageHeading title={indicator.title} />
      <p className="govuk-body qa-lede">{indicator.description}</p>
      <FilterBar label="Team and period" onClear={onClear}>
        <UnitFilter {...field('unit_id')} />
        <Select label="By" options={periods} {...field('period_type')} />
      </FilterBar>
      <Panels on="indicator-chart" code={indicator.code} filters={filters} />
      <p className="govuk-body qa-buttons qa-no-print">
        <Link className="govuk-link" to={evidenceAddress(indicator.code, filters)}>
          How the latest figure came about
        </Link>
        <a className="govuk-link" href={csvAddress({ indicator: indicator.code, ...filters })} download>
          Download these figures (CSV)
        </a>
      </p>
      <Panels on="indicator" code={indicator.code} indicator={indicator} filters={filters} />
      <h2 className="govuk-heading-m">What is counted</h2>
      <Facts
        facts={[
          { name: indicator.unit === '%' ? 'Counted' : 'What is counted', value: indicator.numerator_text },
          ...(indicator.denominator_text ? [{ name: 'Out of', value: indicator.denominator_text }] : []),
          { name: 'Direction', value: polarities[indicator.polarity] ?? indicator.polarity },
          {
            name: 'Standard',
            value:
              indicator.standard_number === null ? (
                'Speaks to no single standard'
              ) : (
                <Link className="govuk-link" to={`/standards?standard=${indicator.standard_number}`}>
                  Standard {indicator.standard_number}
                </Link>
              ),
          },
          { name: 'Source', value: indicator.source },
          { name: 'Known gaps', value: indicator.known_gaps || 'None known' },
          {
            name: 'Definition',
            value: (
              <>
                Version {indicator.definition_version}.{' '}
                <Link className="govuk-link" to={`/indicators/${indicator.code}/settings`}>
                  How it is counted, and by which conventions
                </Link>
                {'. '}
                <Link className="govuk-link" to={`/indicators/${indicator.code}/versions`}>
                  Earlier versions and words
                </Link>
              </>
            ),
          },
        ]}
      />
    </>
  );
}
