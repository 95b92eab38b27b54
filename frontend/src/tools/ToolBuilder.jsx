/** The builder of a draft: what it is about, its sections one at a time, saved whole, then published. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { fieldId } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Loading } from '../kernel/ui/Loading.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { AboutForm } from './AboutForm.jsx';
import { clausesQuery, replaceTool, scalesQuery, toolQuery } from './api.js';
import { bodyOf, broughtUpToDate, changed, contentOf, countOld, isSame, moved, newSection, partOf } from './builder.js';
import { ClashNotice } from './ClashNotice.jsx';
import { PartRail } from './PartRail.jsx';
import { PublishButton } from './PublishButton.jsx';
import { SectionForm } from './SectionForm.jsx';
import { kindWords } from './words.js';
import './tools.scss';

/** @typedef {import('./api.js').Tool} Tool */
/** @typedef {import('./api.js').Clauses} Clauses */

export function ToolBuilder() {
  const { toolId = '' } = useParams();
  const isAllowed = may(useSession(), 'tools:draft');
  const tool = useQuery({ ...toolQuery(toolId), enabled: isAllowed });
  const scales = useQuery({ ...scalesQuery(), enabled: isAllowed });
  const clauses = useQuery({ ...clausesQuery(useQueryClient()), enabled: isAllowed });
  if (!isAllowed) return <Forbidden />;
  return (
    <>
      <BackLink to={`/tools/${toolId}`}>The tool</BackLink>
      <Loaded query={tool} loading="Loading the draft…">
        {(data) =>
          data.state === 'draft' ? (
            <Loaded query={scales}>
              {(all) => (
                <Loaded query={clauses}>{(found) => <Builder tool={data} scales={all} clauses={found} />}</Loaded>
              )}
            </Loaded>
          ) : (
            <>
              <PageHeading title={data.title} caption={kindWords(data.kind)} />
              <Notice>This version is published and can never change. Begin a new version to change the tool.</Notice>
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** @param {{ tool: Tool, scales: import('./api.js').ScaleListed[], clauses: Clauses }} props */
function Builder({ tool, scales, clauses }) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const draft = useDraft(`tool ${tool.id}`, { version: tool.version, content: contentOf(tool) });
  const { version, content } = draft.value;
  const isChanged = version !== tool.version || !isSame(content, contentOf(tool));
  /** @param {Partial<import('./builder.js').Content>} change */
  const change = (change) => draft.set((before) => ({ ...before, content: { ...before.content, ...change } }));
  const save = useAction(
    (/** @type {number|undefined} */ over) => replaceTool({ id: tool.id, version: over ?? version }, bodyOf(content)),
    {
      refreshes: ['tools'],
      onDone: (saved) => draft.set((before) => ({ ...before, version: saved.version })),
    },
  );
  const place = Number(params.get('part') ?? 0) - 1;
  const section = content.sections[place];
  const theirs = save.problem?.status === 412 ? currentIn(save.problem) : undefined;
  const problem = theirs ? null : save.problem;
  /** @param {string} pointer */
  const goTo = (pointer) => {
    void navigate(`?part=${partOf(pointer)}`, { replace: true });
    setTimeout(() => document.getElementById(fieldId(pointer))?.focus());
  };
  const addSection = () => {
    change({ sections: [...content.sections, newSection()] });
    void navigate(`?part=${content.sections.length + 1}`);
  };
  /** The section that is open stays open. @param {number} from @param {number} to */
  const moveSection = (from, to) => {
    change({ sections: moved(content.sections, from, to) });
    const open = place === from ? to : place === to ? from : place;
    if (open !== place) void navigate(`?part=${open + 1}`, { replace: true });
  };

  if (!draft.isRead) return <Loading />;
  return (
    <>
      <PageHeading title={content.title || 'A tool without a title'} caption={`Draft, version ${tool.number}`}>
        <Button isBusy={save.isBusy} onClick={() => save.run(undefined)}>
          Save the draft
        </Button>
        <ButtonLink to={`/tools/${tool.id}/preview`} look="secondary">
          Preview
        </ButtonLink>
        {!isChanged && <PublishButton tool={tool} onGo={goTo} />}
      </PageHeading>
      <p className="govuk-body qa-quiet" role="status">
        {save.isBusy
          ? 'Saving…'
          : isChanged
            ? 'Your changes are kept on this computer and not saved yet.'
            : 'Everything is saved.'}
      </p>
      {theirs && (
        <ClashNotice
          mine={content}
          theirs={theirs}
          onTakeTheirs={() => {
            draft.set({ version: theirs.version, content: contentOf(theirs) });
            save.forget();
          }}
          onPutMine={() => save.run(theirs.version)}
        />
      )}
      <ErrorSummary problem={problem} onGo={goTo} />
      <OldLinks content={content} clauses={clauses} onChange={change} />
      <div className="qa-columns">
        <PartRail content={content} clauses={clauses} place={place} onMove={moveSection} onAdd={addSection} />
        <form noValidate onSubmit={(event) => event.preventDefault()}>
          {section ? (
            <SectionForm
              key={section.key}
              section={section}
              place={place}
              count={content.sections.length}
              clauses={clauses}
              levels={{
                quality: levelsOn(scales, content.scale_id),
                compliance: levelsOn(scales, content.compliance_scale_id),
              }}
              problem={problem}
              onChange={(next) => change({ sections: changed(content.sections, place, next) })}
              onRemove={() => {
                change({ sections: content.sections.filter((_, i) => i !== place) });
                void navigate('?part=about');
              }}
            />
          ) : (
            <AboutForm content={content} scales={scales} problem={problem} onChange={change} onAdd={addSection} />
          )}
        </form>
      </div>
    </>
  );
}

/** Offers the standards in force where a draft still speaks of earlier ones.
 * @param {{ content: import('./builder.js').Content, clauses: Clauses, onChange: (content: import('./builder.js').Content) => void }} props */
function OldLinks({ content, clauses, onChange }) {
  const count = countOld(content, clauses);
  if (!count) return null;
  return (
    <Notice>
      {count} {count === 1 ? 'link leads' : 'links lead'} to an earlier version of the standards.{' '}
      <LinkButton onClick={() => onChange(broughtUpToDate(content, clauses))}>
        Link them to the standards in force
      </LinkButton>
    </Notice>
  );
}

/** @param {import('./api.js').ScaleListed[]} scales @param {string} id */
const levelsOn = (scales, id) => scales.find((scale) => scale.id === id)?.levels ?? [];

/** The draft as somebody else has saved it. @param {import('../kernel/problem.js').Problem} problem */
const currentIn = (problem) => /** @type {{ current?: Tool }} */ (problem.raw).current;
