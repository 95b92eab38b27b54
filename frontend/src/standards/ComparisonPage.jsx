/** Two versions side by side in one text: what was taken out, what came in. */
import { useQuery } from '@tanstack/react-query';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { comparisonQuery, versionsQuery } from './api.js';
import { ChangedWords } from './ChangedWords.jsx';

/** @type {Record<string, string>} */
const kinds = { changed: 'reworded', added: 'new', removed: 'taken out' };

export function ComparisonPage() {
  const { filters, field } = useFilters({ before: '', after: '' });
  const versions = useQuery(versionsQuery());
  const isReady = Boolean(filters.before && filters.after);
  const comparison = useQuery({ ...comparisonQuery(filters.after, filters.before), enabled: isReady });
  const options = (versions.data ?? []).map((version) => ({
    value: version.id,
    text: `Version ${version.number}${version.state === 'draft' ? ' (draft)' : ''}`,
  }));
  return (
    <>
      <BackLink to="/standards/versions">Versions of the standards</BackLink>
      <PageHeading title="Compare two versions" />
      <FilterBar label="Versions to compare">
        <Select label="From" any="Choose a version" options={options} {...field('before')} />
        <Select label="To" any="Choose a version" options={options} {...field('after')} />
      </FilterBar>
      {!isReady ? (
        <Empty title="Choose two versions" />
      ) : (
        <Loaded query={comparison} loading="Comparing…">
          {(found) => (
            <>
              <p className="govuk-body">
                {found.changes.length === 0
                  ? 'The two versions say the same.'
                  : `${found.changes.length} ${found.changes.length === 1 ? 'clause differs' : 'clauses differ'}, ${found.unchanged} ${found.unchanged === 1 ? 'is' : 'are'} the same. Words that were taken out are struck through, new words are underlined.`}
              </p>
              {found.changes.map((change) => (
                <section className="qa-clause" key={`${change.level} ${change.code}`}>
                  <h2 className="govuk-heading-s">
                    {change.level === 'standard' ? 'Standard' : 'Criterion'} {change.code}, {kinds[change.kind]}
                  </h2>
                  <ChangedWords words={change.words} />
                </section>
              ))}
            </>
          )}
        </Loaded>
      )}
    </>
  );
}
