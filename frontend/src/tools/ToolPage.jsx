/** One version of an audit tool: its scales, its questions with what to look for, and what may be done with it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { deleteTool, toolQuery, versionTool } from './api.js';
import { partOf } from './builder.js';
import { GradeGuide } from './GradeGuide.jsx';
import { PublishButton } from './PublishButton.jsx';
import { ToolState } from './ToolList.jsx';
import { guidanceOf, kindWords, levelsOf, partsOf, sectionName } from './words.js';

/** @typedef {import('./api.js').Tool} Tool */
/** @typedef {import('./api.js').Section} Section */

export function ToolPage() {
  const { toolId = '' } = useParams();
  const tool = useQuery(toolQuery(toolId));
  return (
    <>
      <BackLink to="/tools">Audit tools</BackLink>
      <Loaded query={tool} title="Audit tool" loading="Loading the tool…">
        {(data) => <OneTool tool={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ tool: Tool }} props */
function OneTool({ tool }) {
  const session = useSession();
  const all = tool.sections.flatMap(({ questions }) => questions);
  const compliance = all.filter(({ kind }) => kind === 'compliance').length;
  return (
    <>
      <PageHeading title={tool.title} caption={`${kindWords(tool.kind)}, version ${tool.number}`}>
        {may(session, 'tools:draft') && <Drafting tool={tool} />}
        <ButtonLink to={`/tools/${tool.id}/preview`} look="secondary">
          See it as the auditor does
        </ButtonLink>
      </PageHeading>
      {tool.state === 'superseded' && (
        <Notice>A later version is in use. Audits that were begun with this one stay with it.</Notice>
      )}
      <Facts
        facts={[
          { name: 'State', value: <ToolState state={tool.state} /> },
          { name: 'Published', value: momentOf(tool.published_at, 'Not yet') },
          {
            name: 'Questions',
            value: `${all.length - compliance} of quality and ${compliance} of compliance in ${tool.sections.length} sections`,
          },
          { name: 'Quality is judged as', value: scaleWords(tool.scale.levels) },
          ...(compliance ? [{ name: 'Compliance is', value: scaleWords(tool.compliance_scale.levels) }] : []),
          ...(tool.introduction
            ? [{ name: 'Words to the auditor', value: <span className="qa-words-kept">{tool.introduction}</span> }]
            : []),
        ]}
      />
      {tool.sections.map((section) => (
        <SectionWords key={section.id} section={section} tool={tool} />
      ))}
    </>
  );
}

/** @param {import('./api.js').Level[]} levels */
const scaleWords = (levels) =>
  levels.map((level) => `${level.label}${level.is_good_or_better ? '' : ' (below good)'}`).join(', ');

/** @param {{ section: Section, tool: Tool }} props */
function SectionWords({ section, tool }) {
  const guidance = guidanceOf(section);
  const shared = guidance.length === 1 && section.questions.every((question) => question.guidance) ? guidance[0] : '';
  return (
    <section className="qa-standard" aria-labelledby={section.id}>
      <h2 className="govuk-heading-m" id={section.id}>
        {sectionName(section)}
      </h2>
      {shared && <p className="govuk-body qa-lede">{shared}</p>}
      {partsOf(section).map((part) => (
        <div key={part.title}>
          {part.title && <h3 className="govuk-heading-s qa-part">{part.title}</h3>}
          {part.questions.map((question) => (
            <div className="qa-clause govuk-body" key={question.id}>
              <p>
                <span className="qa-clause__code">{question.code}</span>
                {question.text}
                {!question.is_mandatory && ' (may be left out)'}
              </p>
              {!shared && question.guidance && <p className="qa-clause__note">{question.guidance}</p>}
              <GradeGuide question={question} levels={levelsOf(tool, question)} />
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}

/** What its makers may do with a version. @param {{ tool: Tool }} props */
function Drafting({ tool }) {
  const navigate = useNavigate();
  const begin = useAction(() => versionTool(tool), {
    refreshes: ['tools'],
    onDone: (draft) => void navigate(`/tools/${draft.id}/edit`),
  });
  if (tool.state === 'draft') {
    return (
      <>
        <ButtonLink to={`/tools/${tool.id}/edit`}>Change the draft</ButtonLink>
        <PublishButton
          tool={tool}
          onGo={(pointer) => void navigate(`/tools/${tool.id}/edit?part=${partOf(pointer)}`)}
        />
        <DeleteButton tool={tool} />
      </>
    );
  }
  if (tool.state !== 'published') return null;
  return (
    <>
      <Button isBusy={begin.isBusy} onClick={() => begin.run()}>
        Begin a new version
      </Button>
      <ErrorSummary problem={begin.problem} />
    </>
  );
}

/** @param {{ tool: Tool }} props */
function DeleteButton({ tool }) {
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const client = useQueryClient();
  // The list is asked again once this page is left: the draft itself is not there any more.
  const remove = useAction(() => deleteTool(tool), {
    onDone: () =>
      void Promise.resolve(navigate('/tools')).then(() => client.invalidateQueries({ queryKey: ['tools'] })),
  });
  return (
    <>
      <Button look="secondary" onClick={() => setOpen(true)}>
        Delete the draft…
      </Button>
      <Dialog title={`Delete this draft of ${tool.title}?`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ErrorSummary problem={remove.problem} />
        <p className="govuk-body">Its words are gone for good. Published versions stay as they are.</p>
        <div className="qa-buttons">
          <Button look="warning" isBusy={remove.isBusy} onClick={() => remove.run()}>
            Delete the draft
          </Button>
          <LinkButton onClick={() => setOpen(false)}>Keep it</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
