/** My own view of my work: written bit by bit while the audit asks, mine alone until I hand it in, and mine to see ever after. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { toolQuery } from '../tools/api.js';
import { kindWords, levelsOf, levelWords, sectionName } from '../tools/words.js';
import { viewQuery } from './api.js';
import { ViewForm } from './ViewForm.jsx';
import './voices.scss';

export function ViewPage() {
  const { auditId = '' } = useParams();
  const isAllowed = may(useSession(), 'voices:answer');
  return (
    <>
      <BackLink to="/">Home</BackLink>
      {isAllowed ? (
        <OneView key={auditId} auditId={auditId} />
      ) : (
        <>
          <PageHeading title="Your view of the work" />
          <Forbidden />
        </>
      )}
    </>
  );
}

/** @param {{ auditId: string }} props */
function OneView({ auditId }) {
  const view = useQuery(viewQuery(auditId));
  const tool = useQuery({ ...toolQuery(view.data?.tool_id ?? ''), enabled: view.isSuccess });
  return (
    <Loaded query={view} title="Your view of the work" loading="Loading your view…">
      {(data) => (
        <>
          <PageHeading title="Your view of the work" caption={`${kindWords(data.kind)} ${data.reference}`} />
          <Facts
            facts={[
              { name: 'Child', value: data.child_ref },
              { name: 'Work audited', value: `${dayOf(data.period_from)} to ${dayOf(data.period_to)}` },
              { name: 'Audit due', value: dayOf(data.due_on) },
            ]}
          />
          <Loaded query={tool} loading="Loading the questions…">
            {(questions) =>
              data.handed_in_at || !data.is_open ? (
                <OwnWords view={data} tool={questions} />
              ) : (
                <ViewForm view={data} tool={questions} onHandedIn={() => void view.refetch()} />
              )
            }
          </Loaded>
        </>
      )}
    </Loaded>
  );
}

/** What has become, or will become, of the view. @param {import('./api.js').View} view */
function afterwards({ ended, audit_id }) {
  if (ended === 'withdrawn') return 'The audit was withdrawn; your words stay here.';
  if (!ended) return 'When the audit is final, you see it and the auditor’s side by side. Until then you find it here.';
  return (
    <>
      The audit is final:{' '}
      <Link className="govuk-link" to={`/audits/${audit_id}`}>
        see it and your view side by side
      </Link>
      , as long as you work with the child.
    </>
  );
}

/** @param {{ view: import('./api.js').View, tool: import('../tools/api.js').Tool }} props */
function OwnWords({ view, tool }) {
  const { levels } = tool.scale;
  /** @param {{ grade: string|null, reason: string|null }|undefined} own @param {import('../tools/api.js').Level[]} of */
  const given = (own, of) => [own?.grade && levelWords(of, own.grade), own?.reason].filter(Boolean).join('. ');
  const facts = [
    { name: 'Proud of', value: view.proud_of },
    { name: 'Would do differently', value: view.would_do_differently },
    { name: 'Overall', value: given({ grade: view.overall_grade, reason: view.overall_reason }, levels) },
    ...tool.sections.flatMap((section) => [
      { name: sectionName(section), value: given(view.sections[section.id], levels) },
      ...section.questions.map((question) => ({
        name: `${question.code} ${question.text}`,
        value: given(view.questions[question.id], levelsOf(tool, question)),
      })),
    ]),
  ];
  return (
    <>
      {view.handed_in_at ? (
        <Notice look="success" isSpoken>
          You handed in your view on {momentOf(view.handed_in_at)}. Thank you. {afterwards(view)}
        </Notice>
      ) : (
        <Notice>This audit no longer asks for your view. What you have written stays with you alone.</Notice>
      )}
      <Facts facts={facts.filter(({ value }) => value)} />
    </>
  );
}
