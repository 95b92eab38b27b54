/** My own view of my work, while an audit of it is open: written bit by bit, mine alone until I hand it in. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
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
    <Loaded query={view} loading="Loading your view…">
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
              data.handed_in_at ? (
                <HandedIn view={data} tool={questions} />
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

/** @param {{ view: import('./api.js').View, tool: import('../tools/api.js').Tool }} props */
function HandedIn({ view, tool }) {
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
      <Notice look="success" isSpoken>
        You handed in your view on {momentOf(view.handed_in_at)}. Thank you. When the audit is final, you see it and the
        auditor’s side by side.
      </Notice>
      <Facts facts={facts.filter(({ value }) => value)} />
    </>
  );
}
