/** How one figure came about: what was counted by which conventions, what it was before, and the children behind it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { figure } from '../kernel/charts/figures.js';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { periods } from './api.js';
import { childrenQuery, evidenceQuery, revisionsQuery } from './evidence.js';
import { numberWords } from './settings.js';

const blank = { unit_id: '', period_type: 'month', period_start: '', met: '', group: '', cursor: '' };

export function EvidencePage() {
  const { code = '' } = useParams();
  const isAllowed = may(useSession(), 'indicators:read');
  const { filters, setFilters, field } = useFilters(blank);
  const { met: _met, group: _group, cursor: _cursor, ...place } = filters;
  const evidence = useQuery({
    ...evidenceQuery(code, place),
    enabled: isAllowed,
    placeholderData: (before) => before,
  });
  if (!isAllowed) {
    return (
      <>
        <PageHeading title="How a figure came about" />
        <Forbidden />
      </>
    );
  }
  return (
    <>
      <BackLink to={`/indicators/${code}`}>The indicator</BackLink>
      {evidence.isError && <PageHeading title="How a figure came about" />}
      <Loaded query={evidence} loading="Loading the evidence…">
        {(data) => (
          <>
            <PageHeading title={data.indicator.title} caption="How this figure came about" />
            <p className="govuk-body qa-lede">{data.sentence}</p>
            <FilterBar label="Which figure">
              <UnitFilter {...field('unit_id')} />
              <Select
                label="By"
                options={periods}
                {...field('period_type')}
                onChange={(kind) => setFilters({ period_type: kind, period_start: '' })}
              />
              <Select label="Period" any="The latest" options={startsOf(data)} {...field('period_start')} />
            </FilterBar>
            <Facts facts={factsOf(data)} />
            {data.earlier ? <Revisions code={code} evidence={data} place={place} /> : null}
            <Children
              code={code}
              evidence={data}
              filters={filters}
              met={field('met')}
              onAll={() => setFilters({ group: '' })}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

/** The periods to choose from: those with a figure, and the one that is open. @param {import('./evidence.js').Evidence} evidence */
function startsOf({ periods: known, period_start: start, label }) {
  const isKnown = known.some((one) => one.period_start === start);
  const all = isKnown || !start ? known : [{ period_start: start, label: label ?? start }, ...known];
  return all.map((one) => ({ value: one.period_start, text: one.label }));
}

/** @param {import('./evidence.js').Evidence} evidence */
function factsOf({ indicator, figure: value, settings, label, data_as_of: asOf }) {
  const counted = value && value.numerator !== null ? ` (${value.numerator.toLocaleString('en-GB')})` : '';
  const outOf = value && value.denominator !== null ? ` (${value.denominator.toLocaleString('en-GB')})` : '';
  return [
    { name: 'Period', value: label ?? 'None yet' },
    { name: 'Counted', value: `${indicator.numerator_text}${counted}` },
    ...(indicator.denominator_text ? [{ name: 'Out of', value: `${indicator.denominator_text}${outOf}` }] : []),
    ...settings.map((one) => ({ name: one.title, value: numberWords(one.number, one.unit) })),
    { name: 'Known gaps', value: indicator.known_gaps || 'None known' },
    { name: 'Definition', value: `Version ${value?.definition_version ?? indicator.definition_version}` },
    ...(value ? [{ name: 'Computed', value: `${momentOf(value.computed_at)}, as revision ${value.revision}` }] : []),
    ...(asOf ? [{ name: 'Records up to', value: momentOf(asOf) }] : []),
  ];
}

/** @param {{ code: string, evidence: import('./evidence.js').Evidence, place: import('./evidence.js').Place }} props */
function Revisions({ code, evidence, place }) {
  const revisions = useQuery(revisionsQuery(code, place));
  const { unit, decimals } = evidence.indicator;
  return (
    <Loaded query={revisions} loading="Loading earlier values…">
      {({ earlier }) => (
        <Table
          caption="What it was before"
          rows={earlier.items}
          rowKey={(row) => String(row.revision)}
          columns={[
            { key: 'revision', title: 'Revision', isHeader: true, cell: (row) => row.revision },
            {
              key: 'value',
              title: 'Value',
              isNumeric: true,
              cell: (row) => figure(row.value, { unit, decimals, status: row.value_status }),
            },
            {
              key: 'counts',
              title: 'Counted',
              cell: (row) => (row.denominator === null ? row.numerator : `${row.numerator} of ${row.denominator}`),
            },
            { key: 'until', title: 'Replaced', cell: (row) => momentOf(row.replaced_at) },
          ]}
        />
      )}
    </Loaded>
  );
}

/**
 * @param {object} props
 * @param {string} props.code
 * @param {import('./evidence.js').Evidence} props.evidence
 * @param {typeof blank} props.filters
 * @param {ReturnType<import('../kernel/ui/FilterBar.jsx').FieldOf<typeof blank>>} props.met the field of which of them
 * @param {() => void} props.onAll shows those of all groups
 */
function Children({ code, evidence, filters, met, onAll }) {
  const mayOpen = may(useSession(), 'cases:read') && evidence.has_children;
  const children = useQuery({ ...childrenQuery(code, filters), enabled: mayOpen });
  if (!evidence.has_children) {
    return <p className="govuk-body">No child stands behind this figure: it counts answers, workers or forms.</p>;
  }
  if (!mayOpen) {
    return <p className="govuk-body">Your role does not open the children behind a figure.</p>;
  }
  return (
    <>
      <h2 className="govuk-heading-m">The children behind it</h2>
      <Select
        label="Which"
        any="All who are counted"
        options={[
          { value: 'true', text: 'Those who meet it' },
          { value: 'false', text: 'Those who do not' },
        ]}
        {...met}
      />
      <Loaded query={children} loading="Loading the children…">
        {(data) => (
          <>
            {data.group_label && (
              <p className="govuk-body qa-buttons">
                <strong>Of one group alone: {data.group_label}</strong>
                <LinkButton onClick={onAll}>Show all groups</LinkButton>
              </p>
            )}
            <p className="govuk-body">{data.sentence}</p>
            {data.children.items.length ? (
              <Table
                caption="Children, and the day on which each was counted"
                isCaptionHidden
                rows={data.children.items}
                rowKey={(row) => `${row.child_id} ${row.on_date} ${row.met}`}
                columns={[
                  {
                    key: 'child',
                    title: 'Child',
                    isHeader: true,
                    cell: (row) => (
                      <Link className="govuk-link" to={`/children/${row.child_id}`}>
                        {row.child_ref}
                      </Link>
                    ),
                  },
                  { key: 'on', title: 'On', cell: (row) => dayOf(row.on_date) },
                  { key: 'met', title: 'Counts in the numerator', cell: (row) => (row.met ? 'Yes' : 'No') },
                  { key: 'times', title: 'Times', isNumeric: true, cell: (row) => row.times },
                ]}
              />
            ) : (
              <Empty title="No child to show">None that is counted here is within your role’s reach.</Empty>
            )}
            <Pager next={data.children.next_cursor} what="children" />
          </>
        )}
      </Loaded>
    </>
  );
}
