/** The audit tools: those in use, and for those who make them the drafts; earlier versions on request. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { toolsQuery } from './api.js';
import { kinds, kindWords, toolStates } from './words.js';

const none = { kind: '', state: '' };

export function ToolList() {
  const session = useSession();
  const isAllowed = may(session, 'tools:read');
  const tools = useQuery({ ...toolsQuery(), enabled: isAllowed });
  return (
    <>
      <PageHeading title="Audit tools">
        {may(session, 'tools:draft') && <ButtonLink to="/tools/new">Make a tool</ButtonLink>}
        {isAllowed && (
          <ButtonLink to="/tools/scales" look="secondary">
            Scales
          </ButtonLink>
        )}
      </PageHeading>
      {isAllowed ? (
        <Loaded query={tools} loading="Loading tools…">
          {(items) => <Filtered items={items} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {{ items: import('./api.js').ToolListed[] }} props */
function Filtered({ items }) {
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const rows = items
    .filter(({ kind }) => !filters.kind || kind === filters.kind)
    .filter(({ state }) => (filters.state ? state === filters.state : state !== 'superseded'));
  return (
    <>
      <FilterBar label="Narrow the tools" onClear={onClear}>
        <Select label="Kind of audit" any="All kinds" options={kinds} {...field('kind')} />
        <Select
          label="State"
          any="In use and drafts"
          options={Object.entries(toolStates).map(([value, { text }]) => ({ value, text }))}
          {...field('state')}
        />
      </FilterBar>
      {rows.length ? (
        <Table
          caption="Audit tools"
          isCaptionHidden
          rows={rows}
          rowKey={(tool) => tool.id}
          columns={[
            {
              key: 'title',
              title: 'Tool',
              isHeader: true,
              cell: (tool) => (
                <Link className="govuk-link" to={`/tools/${tool.id}`}>
                  {tool.title}
                </Link>
              ),
            },
            { key: 'kind', title: 'Kind', cell: (tool) => kindWords(tool.kind) },
            { key: 'version', title: 'Version', isNumeric: true, cell: (tool) => tool.version_number },
            { key: 'questions', title: 'Questions', isNumeric: true, cell: (tool) => tool.questions_count },
            { key: 'published', title: 'Published', cell: (tool) => dayOf(tool.published_at, 'Not yet') },
            { key: 'state', title: 'State', cell: (tool) => <ToolState state={tool.state} /> },
          ]}
        />
      ) : isFiltered ? (
        <Empty title="No tool matches">Choose another kind or state.</Empty>
      ) : (
        <Empty title="No audit tool yet">
          A tool begins from the standards, from one that is ready-made, or from a blank page.
        </Empty>
      )}
    </>
  );
}

/** @param {{ state: string }} props */
export function ToolState({ state }) {
  const words = toolStates[state];
  return words ? <Tag colour={words.colour}>{words.text}</Tag> : state;
}
