/** A tool as the auditor will meet it; the form itself comes from the room of audits. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { Panels } from '../kernel/panels.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { toolQuery } from './api.js';
import { kindWords } from './words.js';

export function ToolPreview() {
  const { toolId = '' } = useParams();
  const tool = useQuery(toolQuery(toolId));
  return (
    <>
      <BackLink to={`/tools/${toolId}`}>The tool</BackLink>
      <Loaded query={tool} loading="Loading the tool…">
        {(data) => (
          <>
            <p className="govuk-body">
              {data.title}, version {data.number} ({kindWords(data.kind)})
            </p>
            {data.sections.length ? (
              <Panels on="tool-preview" tool={data} />
            ) : (
              <>
                <PageHeading title="Preview" />
                <Empty title="No question yet">Add a section with a question, save the draft, and look again.</Empty>
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
