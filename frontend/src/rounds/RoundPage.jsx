/** One round from its plan to its end: what it asks for, who was drawn, who audits what, and how far they are. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { kindWords } from '../tools/words.js';
import { discardRound, drawRound, roundQuery } from './api.js';
import { CloseDialog } from './CloseDialog.jsx';
import { RoundBoard } from './RoundBoard.jsx';
import { RoundCases } from './RoundCases.jsx';
import { RoundDraw } from './RoundDraw.jsx';
import { RoundState } from './RoundList.jsx';
import { ShareOut } from './ShareOut.jsx';
import { roundKinds, ruleLines, textOf } from './words.js';
import './rounds.scss';

/** @typedef {import('./api.js').Round} Round */

export function RoundPage() {
  const { roundId = '' } = useParams();
  const isAllowed = may(useSession(), 'rounds:read');
  const round = useQuery({ ...roundQuery(roundId), enabled: isAllowed });
  return (
    <>
      <BackLink to="/rounds">Rounds</BackLink>
      {isAllowed ? (
        <Loaded query={round} title="Round" loading="Loading the round…">
          {(found) => <OneRound round={found} />}
        </Loaded>
      ) : (
        <>
          <PageHeading title="Round" />
          <Forbidden />
        </>
      )}
    </>
  );
}

/** @param {{ round: Round }} props */
function OneRound({ round }) {
  const isManager = may(useSession(), 'rounds:manage');
  const [isClosing, setIsClosing] = useState(false);
  const isOpen = round.state === 'drawn' || round.state === 'allocated';
  return (
    <>
      <PageHeading title={round.title} caption={textOf(roundKinds, round.kind)}>
        <RoundState state={round.state} />
        {isManager && isOpen && (
          <Button look="secondary" onClick={() => setIsClosing(true)}>
            Close the round
          </Button>
        )}
      </PageHeading>
      <p className="govuk-body-l">{round.board.sentence}</p>
      {round.state === 'draft' && isManager && <DraftActions round={round} />}
      {round.closing_note && (
        <Notice>
          Closed by {round.closed_by ?? 'somebody'}: {round.closing_note}
        </Notice>
      )}
      {(round.state === 'allocated' || round.state === 'closed') && <RoundBoard round={round} />}
      {round.state === 'drawn' && isManager && <ShareOut round={round} />}
      {round.state !== 'draft' && <RoundCases round={round} />}
      <Plan round={round} />
      {round.state !== 'draft' && round.seed && <RoundDraw round={round} />}
      <CloseDialog round={round} isOpen={isClosing} onClose={() => setIsClosing(false)} />
    </>
  );
}

/** @param {{ round: Round }} props */
function DraftActions({ round }) {
  const navigate = useNavigate();
  const draw = useAction(() => drawRound(round), { refreshes: ['rounds'] });
  const discard = useAction(() => discardRound(round), {
    refreshes: ['rounds'],
    onDone: () => void navigate('/rounds'),
  });
  return (
    <>
      {(draw.problem || discard.problem) && <ProblemNotice error={draw.problem ?? discard.problem} />}
      <p className="govuk-body">
        Drawing is done once. The seed was drawn with the plan, so nobody can choose who comes out.
      </p>
      <div className="qa-buttons">
        <Button isBusy={draw.isBusy} onClick={() => draw.run()}>
          Draw the cases
        </Button>
        <ButtonLink look="secondary" to={`/rounds/${round.id}/plan`}>
          Change the plan
        </ButtonLink>
        <Button look="warning" isBusy={discard.isBusy} onClick={() => discard.run()}>
          Discard the draft
        </Button>
      </div>
    </>
  );
}

/** @param {{ round: Round }} props */
function Plan({ round }) {
  const lines = round.lines.map((line) => `${line.size} × ${line.tool_title} (${kindWords(line.kind)})`);
  return (
    <section aria-labelledby="plan">
      <h2 className="govuk-heading-m" id="plan">
        The plan
      </h2>
      <Facts
        facts={[
          { name: 'Audits', value: lines.map((line, i) => <div key={i}>{line}</div>) },
          ...(round.theme ? [{ name: 'Theme', value: round.theme }] : []),
          { name: 'Work audited', value: `${dayOf(round.period_from)} to ${dayOf(round.period_to)}` },
          { name: 'Round', value: `${dayOf(round.from_on)} to ${dayOf(round.to_on)}` },
          { name: 'Audits due', value: dayOf(round.due_on) },
          ...ruleLines(round.rule, round.units),
          { name: 'Planned by', value: round.created_by },
          ...(round.allocated_by
            ? [{ name: 'Allocated by', value: `${round.allocated_by}, ${momentOf(round.allocated_at)}` }]
            : []),
        ]}
      />
    </section>
  );
}
