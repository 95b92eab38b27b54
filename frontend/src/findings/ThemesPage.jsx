/** What final audits found, by theme: strengths and areas for improvement apart, and the findings behind each. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { findingsQuery, themesQuery } from './api.js';
import { ThemeBars } from './ThemeBars.jsx';
import { kinds, severities } from './words.js';
import './findings.scss';
import '../audits/audits.scss';

const blank = { unit_id: '', from_on: '', to_on: '', theme: '', kind: '' };

export function ThemesPage() {
  return (
    <>
      <PageHeading title="What audits find" />
      {may(useSession(), 'audits:read') ? <Themes /> : <Forbidden />}
    </>
  );
}

function Themes() {
  const { filters, field, onClear } = useFilters(blank);
  const { unit_id, from_on, to_on } = filters;
  const themes = useQuery(themesQuery({ unit_id, from_on, to_on }));
  return (
    <>
      <FilterBar label="Narrow the findings" onClear={onClear}>
        <UnitFilter any="All that you may see" {...field('unit_id')} />
        <TextField label="Final from" type="date" {...field('from_on')} />
        <TextField label="To" type="date" {...field('to_on')} />
      </FilterBar>
      <Loaded query={themes} loading="Counting the themes…">
        {(found) => (
          <>
            {found.audits ? <ThemeBars themes={found} /> : <Empty title={found.sentence} />}
            {found.audits > 0 && <Behind themes={found} filters={filters} field={field} />}
          </>
        )}
      </Loaded>
    </>
  );
}

/** The findings themselves.
 * @param {{ themes: import('./api.js').Themes, filters: typeof blank, field: import('../kernel/ui/FilterBar.jsx').FieldOf<typeof blank> }} props */
function Behind({ themes, filters, field }) {
  const [params] = useSearchParams();
  const findings = useQuery(findingsQuery({ ...filters, final: true, cursor: params.get('cursor') ?? '' }));
  return (
    <section aria-labelledby="behind">
      <h2 className="govuk-heading-m" id="behind">
        The findings
      </h2>
      <FilterBar label="Choose findings">
        <Select
          label="Theme"
          any="All themes"
          options={themes.themes.map(({ theme, title }) => ({ value: theme, text: title }))}
          {...field('theme')}
        />
        <Select
          label="Kind"
          any="Both"
          options={Object.entries(kinds).map(([value, text]) => ({ value, text }))}
          {...field('kind')}
        />
      </FilterBar>
      <Loaded query={findings} loading="Loading findings…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Findings of final audits"
                isCaptionHidden
                rows={page.items}
                rowKey={(finding) => finding.id}
                columns={[
                  {
                    key: 'audit',
                    title: 'Audit',
                    isHeader: true,
                    cell: (finding) => (
                      <Link className="govuk-link qa-ref" to={`/audits/${finding.audit_id}`}>
                        {finding.audit_reference}
                      </Link>
                    ),
                  },
                  { key: 'kind', title: 'Kind', cell: (finding) => kinds[finding.kind] },
                  { key: 'theme', title: 'Theme', cell: (finding) => finding.theme_title },
                  { key: 'words', title: 'What was found', cell: (finding) => finding.text ?? '–' },
                  { key: 'impact', title: 'For the child', cell: (finding) => finding.impact ?? '–' },
                  {
                    key: 'severity',
                    title: 'Severity',
                    cell: ({ severity }) =>
                      severity && severities[severity] ? (
                        <Tag colour={severities[severity].colour}>{severities[severity].text}</Tag>
                      ) : (
                        '–'
                      ),
                  },
                  { key: 'actions', title: 'Actions', isNumeric: true, cell: (finding) => finding.actions.length },
                ]}
              />
              <Pager next={page.next_cursor} what="findings" />
            </>
          ) : (
            <Empty title="No finding matches" />
          )
        }
      </Loaded>
    </section>
  );
}
