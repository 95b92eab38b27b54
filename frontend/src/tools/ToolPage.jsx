/** One audit tool: its scale, its questions by standard, what to look for, and publishing while it is a draft. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { publishTool, toolQuery } from './api.js';
import { ToolState } from './ToolList.jsx';
import { guidanceOf, kindWords } from './words.js';

/** @typedef {import('./api.js').Tool} Tool */

export function ToolPage() {
  const { toolId = '' } = useParams();
  const tool = useQuery(toolQuery(toolId));
  return (
    <>
      <BackLink to="/tools">Audit tools</BackLink>
      <Loaded query={tool} loading="Loading the tool…">
        {(data) => <OneTool tool={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ tool: Tool }} props */
function OneTool({ tool }) {
  const session = useSession();
  const count = tool.sections.reduce((sum, section) => sum + section.questions.length, 0);
  return (
    <>
      <PageHeading title={tool.title} caption={`${kindWords(tool.kind)}, version ${tool.number}`}>
        {tool.state === 'draft' && may(session, 'tools:draft') && <Publish tool={tool} />}
      </PageHeading>
      <Facts
        facts={[
          { name: 'State', value: <ToolState state={tool.state} /> },
          { name: 'In use since', value: momentOf(tool.published_at, 'Not yet') },
          { name: 'Questions', value: `${count} under ${tool.sections.length} standards` },
          {
            name: 'Scale',
            value: tool.scale.levels
              .map((level) => `${level.label}${level.is_good_or_better ? '' : ' (below good)'}`)
              .join(', '),
          },
        ]}
      />
      {tool.sections.map((section) => (
        <section key={section.id} className="qa-standard" aria-labelledby={section.id}>
          <h2 className="govuk-heading-m" id={section.id}>
            {section.number}. {section.title}
          </h2>
          {guidanceOf(section).map((words) => (
            <p key={words} className="govuk-body qa-lede">
              {words}
            </p>
          ))}
          {section.questions.map((question) => (
            <div className="qa-clause govuk-body" key={question.id}>
              <p>
                <span className="qa-clause__code">{question.code}</span>
                {question.text}
                {!question.is_mandatory && ' (may be left out)'}
              </p>
            </div>
          ))}
        </section>
      ))}
    </>
  );
}

/** @param {{ tool: Tool }} props */
function Publish({ tool }) {
  const [isOpen, setOpen] = useState(false);
  const publish = useAction(() => publishTool(tool), { refreshes: ['tools'], onDone: () => setOpen(false) });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Publish…</Button>
      <Dialog title={`Publish ${tool.title}?`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ErrorSummary problem={publish.problem} />
        <p className="govuk-body">Audits can then be made with it. A published tool can never be changed.</p>
        <div className="qa-buttons">
          <Button isBusy={publish.isBusy} onClick={() => publish.run()}>
            Publish
          </Button>
          <LinkButton onClick={() => setOpen(false)}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
