/** The audits that the person may see: their own to do first, then all of them, narrowed by filters in the address. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { dueIn, shortDayOf } from '../kernel/dates.js';
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
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { grades, gradeWords, kinds, kindWords } from '../tools/words.js';
import { auditorsQuery, auditsQuery, myOpenAuditsQuery } from './api.js';
import { auditStateOptions, auditStates } from './words.js';
import './audits.scss';

/** @typedef {import('./api.js').AuditListed} Audit */

const none = { q: '', state: '', unit_id: '', auditor_id: '', grade: '', kind: '', child_id: '', sort: '' };

export function AuditList() {
  const session = useSession();
  const isAllowed = may(session, 'audits:read');
  return (
    <>
      <PageHeading title="Audits">
        {may(session, 'audits:allocate') && <ButtonLink to="/audits/new">Allocate an audit</ButtonLink>}
      </PageHeading>
      {isAllowed ? (
        <>
          {may(session, 'audits:complete') && <MyAudits />}
          <AllAudits />
        </>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {Audit} audit */
const referenceCell = (audit) => (
  <Link className="govuk-link qa-ref" to={`/audits/${audit.id}`}>
    {audit.reference}
  </Link>
);

/** @param {Audit} audit */
function stateCell(audit) {
  const state = auditStates[audit.state];
  return state ? <Tag colour={state.colour}>{state.text}</Tag> : audit.state;
}

/** @param {Audit} audit */
const dueCell = (audit) => (
  <span>
    <span className="qa-ref">{shortDayOf(audit.due_on)}</span>
    {audit.is_overdue && <span className="qa-late qa-ref"> {dueIn(audit.due_on)}</span>}
  </span>
);

/** @param {Audit} audit */
function gradeCell(audit) {
  if (audit.reported_grade && audit.first_grade && audit.reported_grade !== audit.first_grade) {
    return (
      <span>
        {gradeWords(audit.reported_grade)} <span className="qa-n">(first {gradeWords(audit.first_grade)})</span>
      </span>
    );
  }
  return gradeWords(audit.reported_grade ?? audit.first_grade);
}

function MyAudits() {
  const audits = useQuery(myOpenAuditsQuery());
  return (
    <section aria-labelledby="mine">
      <h2 className="govuk-heading-m" id="mine">
        Yours to do
      </h2>
      <Loaded query={audits} loading="Loading your audits…">
        {(items) =>
          items.length ? (
            <Table
              caption="Audits that you are to do"
              isCaptionHidden
              rows={items}
              rowKey={(audit) => audit.id}
              columns={[
                { key: 'reference', title: 'Audit', isHeader: true, cell: referenceCell },
                { key: 'child', title: 'Child', cell: (audit) => audit.child_ref },
                { key: 'kind', title: 'Kind', cell: (audit) => kindWords(audit.kind) },
                { key: 'unit', title: 'Team', cell: (audit) => audit.unit_name ?? 'No team' },
                { key: 'done', title: 'Answered', cell: (audit) => `${audit.answered} of ${audit.questions_count}` },
                {
                  key: 'due',
                  title: 'Due',
                  cell: (audit) => (
                    <span className={audit.is_overdue ? 'qa-late' : undefined}>{dueIn(audit.due_on)}</span>
                  ),
                },
              ]}
            />
          ) : (
            <Empty title="No audit waits for you" />
          )
        }
      </Loaded>
    </section>
  );
}

function AllAudits() {
  const session = useSession();
  const { filters, setFilters, field, isFiltered, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const audits = useQuery(auditsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  const hasPeople = may(session, 'people:read');
  const auditors = useQuery({ ...auditorsQuery(), enabled: hasPeople });
  return (
    <section aria-labelledby="all">
      <h2 className="govuk-heading-m" id="all">
        All that you may see
      </h2>
      <FilterBar label="Narrow the audits" onSearch={field('q').onChange} onClear={onClear}>
        <SearchField label="Reference starts with" width={10} value={filters.q} />
        <Select label="State" any="Any state" options={auditStateOptions} {...field('state')} />
        <UnitFilter any="All that you may see" {...field('unit_id')} />
        {hasPeople && (
          <Select
            label="Auditor"
            any="Anybody"
            options={(auditors.data ?? []).map(({ id, name }) => ({ value: id, text: name }))}
            {...field('auditor_id')}
          />
        )}
        <Select label="Kind" any="Any kind" options={kinds} {...field('kind')} />
        <Select label="Grade" any="Any grade" options={grades} {...field('grade')} />
      </FilterBar>
      {filters.child_id && <p className="govuk-body">Only audits of one child.</p>}
      <Loaded query={audits} loading="Loading audits…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Audits"
                isCaptionHidden
                rows={page.items}
                rowKey={(audit) => audit.id}
                sort={filters.sort}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  { key: 'reference', title: 'Audit', isHeader: true, cell: referenceCell, sort: 'number' },
                  { key: 'child', title: 'Child', cell: (audit) => audit.child_ref },
                  { key: 'kind', title: 'Kind', cell: (audit) => kindWords(audit.kind) },
                  { key: 'unit', title: 'Team', cell: (audit) => audit.unit_name ?? 'No team' },
                  { key: 'auditor', title: 'Auditor', cell: (audit) => audit.auditor_name },
                  { key: 'state', title: 'State', cell: stateCell },
                  { key: 'due', title: 'Due', cell: dueCell, sort: 'due_on' },
                  { key: 'grade', title: 'Grade', cell: gradeCell },
                ]}
              />
              <Pager next={page.next_cursor} what="audits" />
            </>
          ) : (
            <Empty title={isFiltered ? 'No audit matches' : 'No audits here for you'}>
              {isFiltered ? 'Change or clear the filters.' : 'You see the audits of the work that your role reaches.'}
            </Empty>
          )
        }
      </Loaded>
    </section>
  );
}
