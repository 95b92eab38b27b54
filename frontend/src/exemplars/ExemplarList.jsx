/** The library of what good looks like, and what does not yet: by standard, criterion and grade. */
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, SearchField, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { standardsQuery } from '../standards/api.js';
import { grades } from '../tools/words.js';
import { exemplarsQuery } from './api.js';
import { ExemplarCard } from './ExemplarCard.jsx';
import { exemplarStateOptions } from './words.js';

const defaults = { q: '', standard_number: '', criterion_code: '', grade: '', state: '' };

export function ExemplarList() {
  const session = useSession();
  const writes = may(session, 'exemplars:manage');
  return (
    <>
      <PageHeading title="What good looks like">
        {writes && <ButtonLink to="/exemplars/new">Write an example</ButtonLink>}
      </PageHeading>
      {may(session, 'exemplars:read') ? <Library writes={writes} /> : <Forbidden />}
    </>
  );
}

/** @param {{ writes: boolean }} props */
function Library({ writes }) {
  const { filters, setFilters, field, isFiltered, onClear } = useFilters(defaults);
  const [params] = useSearchParams();
  const standards = useQuery(standardsQuery(''));
  const exemplars = useQuery(exemplarsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  const chosen = standards.data?.standards.find(({ number }) => String(number) === filters.standard_number);
  return (
    <>
      <p className="govuk-body">
        Examples in our own words, of nobody in particular, each with why it is that grade. They help to judge alike.
      </p>
      <FilterBar label="Narrow the examples" onSearch={field('q').onChange} onClear={onClear}>
        <SearchField label="Words" value={filters.q} />
        <Select
          label="Standard"
          pointer="?standard_number"
          any="All standards"
          options={(standards.data?.standards ?? []).map(({ number, text }) => ({
            value: String(number),
            text: `${number}. ${text.slice(0, 60)}`,
          }))}
          value={filters.standard_number}
          onChange={(standard_number) => setFilters({ standard_number, criterion_code: '' })}
        />
        {chosen && (
          <Select
            label="Criterion"
            any="All criteria"
            options={chosen.criteria.map(({ code }) => ({ value: code, text: code }))}
            {...field('criterion_code')}
          />
        )}
        <Select label="Grade" any="All grades" options={grades} {...field('grade')} />
        {writes && (
          <Select label="State" any="Drafts and published" options={exemplarStateOptions} {...field('state')} />
        )}
      </FilterBar>
      <Loaded query={exemplars} loading="Loading examples…">
        {(page) =>
          page.items.length ? (
            <>
              {page.items.map((exemplar) => (
                <ExemplarCard key={exemplar.id} exemplar={exemplar} />
              ))}
              <Pager next={page.next_cursor} what="examples" />
            </>
          ) : (
            <Empty title={isFiltered ? 'No example matches' : 'No examples yet'}>
              {writes && 'Write the first from an audit that everybody can learn from.'}
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
