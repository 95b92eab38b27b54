/** One second reading: blind while the moderator grades, then what differs and how it ended. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { dayOf, dueIn } from '../kernel/dates.js';
import { Panels } from '../kernel/panels.jsx';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { toolQuery } from '../tools/api.js';
import { kindWords } from '../tools/words.js';
import { moderationQuery } from './api.js';
import { AgreeForm } from './AgreeForm.jsx';
import { BlindForm } from './BlindForm.jsx';
import { CompleteForm } from './CompleteForm.jsx';
import { Comparison } from './Comparison.jsx';
import { Ending } from './Ending.jsx';
import { MoveForm } from './MoveForm.jsx';
import { PanelTable } from './PanelTable.jsx';
import { ReturnForm } from './ReturnForm.jsx';

export function ModerationPage() {
  const { moderationId = '' } = useParams();
  const moderation = useQuery(moderationQuery(moderationId));
  const tool = useQuery({ ...toolQuery(moderation.data?.audit.tool_id ?? ''), enabled: moderation.isSuccess });
  return (
    <>
      <BackLink to="/moderations">Moderations</BackLink>
      <Loaded query={moderation} title="Moderation" loading="Loading the moderation…">
        {(data) => (
          <Loaded query={tool} title="Moderation" loading="Loading the questions…">
            {(questions) => <OneModeration key={data.id} moderation={data} tool={questions} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ moderation: import('./api.js').Moderation, tool: import('../tools/api.js').Tool }} props */
function OneModeration({ moderation, tool }) {
  const { me } = useSession();
  const isMine = moderation.moderator_id === me?.id;
  const mySeat = moderation.panel.find((member) => member.person_id === me?.id);
  const isToGrade = mySeat ? !mySeat.has_given && !mySeat.is_released : isMine && !moderation.panel.length;
  if (moderation.state === 'allocated' && isToGrade) return <BlindForm moderation={moderation} tool={tool} />;
  const isEnded = moderation.state === 'completed' || moderation.state === 'returned';
  return (
    <>
      <PageHeading title={`Moderation of ${moderation.audit_reference}`} caption={kindWords(moderation.kind)} />
      {isEnded && <Ending moderation={moderation} />}
      {moderation.state === 'allocated' && <Waiting moderation={moderation} />}
      {moderation.panel.length > 0 && <PanelTable moderation={moderation} tool={tool} />}
      {moderation.second_grade !== null && <Comparison moderation={moderation} tool={tool} />}
      {isMine && moderation.state === 'revealed' && <AgreeForm moderation={moderation} tool={tool} />}
      {isMine && moderation.state === 'graded' && <CompleteForm moderation={moderation} />}
      {isMine && !isEnded && <ReturnForm moderation={moderation} />}
      <Panels on="moderation" moderation={moderation} tool={tool} />
    </>
  );
}

/** @param {{ moderation: import('./api.js').Moderation }} props */
function Waiting({ moderation }) {
  return (
    <>
      {!moderation.panel.length && (
        <Notice>
          {moderation.moderator_name} has not graded yet. {dueIn(moderation.due_on)}. Until then the first grades are
          hidden here.
        </Notice>
      )}
      <Facts
        facts={[
          { name: 'Team', value: moderation.unit_name ?? 'No team' },
          { name: 'Auditor', value: moderation.auditor_name },
          { name: moderation.panel.length ? 'Chair' : 'Moderator', value: moderation.moderator_name },
          { name: 'Allocated', value: dayOf(moderation.allocated_at) },
          { name: 'Due', value: dayOf(moderation.due_on) },
        ]}
      />
      <MoveForm key={moderation.version} moderation={moderation} />
    </>
  );
}
