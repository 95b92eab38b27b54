/** The audit tools: those in use, and for those who make them the drafts. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { toolsQuery } from './api.js';
import { kindWords, toolStates } from './words.js';

export function ToolList() {
  const session = useSession();
  const isAllowed = may(session, 'tools:read');
  const tools = useQuery({ ...toolsQuery(), enabled: isAllowed });
  return (
    <>
      <PageHeading title="Audit tools">
        {may(session, 'tools:draft') && <ButtonLink to="/tools/new">Make a tool</ButtonLink>}
      </PageHeading>
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <Loaded query={tools} loading="Loading tools…">
          {(items) =>
            items.length ? (
              <Table
                caption="Audit tools"
                isCaptionHidden
                rows={items}
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
                  { key: 'state', title: 'State', cell: (tool) => <ToolState state={tool.state} /> },
                ]}
              />
            ) : (
              <Empty title="No audit tool yet">A tool is made from a published version of the standards.</Empty>
            )
          }
        </Loaded>
      )}
    </>
  );
}

/** @param {{ state: string }} props */
export function ToolState({ state }) {
  const words = toolStates[state];
  return words ? <Tag colour={words.colour}>{words.text}</Tag> : state;
}
