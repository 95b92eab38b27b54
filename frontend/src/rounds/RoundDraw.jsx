/** How the cases were drawn: by which seed from which frame, who was left out, and the answer to "why this child?". */
import { useState } from 'react';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { kindWords } from '../tools/words.js';
import { checkRound, explainChild } from './api.js';
import { Reasons, StrataTable } from './FrameCounts.jsx';

/** @typedef {import('./api.js').Round} Round */

/** @param {{ round: Round }} props */
export function RoundDraw({ round }) {
  return (
    <section aria-labelledby="draw">
      <h2 className="govuk-heading-m" id="draw">
        How the cases were drawn
      </h2>
      <Why round={round} />
      {round.lines.map((line) => (
        <div key={line.id}>
          {round.lines.length > 1 && (
            <h3 className="govuk-heading-s">
              {line.tool_title} ({kindWords(line.kind)})
            </h3>
          )}
          {line.shortfall > 0 && (
            <Notice look="warning">
              {line.shortfall} of {line.size} audits could not be drawn: there was nobody left in the frame.
            </Notice>
          )}
          {line.strata && <StrataTable strata={line.strata} />}
          {line.excluded && <Reasons title="Left out of the frame" reasons={line.excluded} />}
        </div>
      ))}
      <Details summary="How anybody can draw the same again">
        <p className="govuk-body">
          Each child’s number is the HMAC-SHA256 of its reference under the seed and the line’s number; in each part of
          the frame the smallest numbers are drawn. It depends on nothing else.
        </p>
        <Facts
          facts={[
            { name: 'Drawn', value: `${momentOf(round.drawn_at)} by ${round.drawn_by ?? 'somebody'}` },
            { name: 'Frame of', value: dayOf(round.frame_on) },
            { name: 'Seed', value: <code className="rounds-code">{round.seed}</code> },
            { name: 'Frame’s SHA-256', value: <code className="rounds-code">{round.frame_digest}</code> },
          ]}
        />
        <Check round={round} />
      </Details>
    </section>
  );
}

/** @param {{ round: Round }} props */
function Check({ round }) {
  const check = useAction(() => checkRound(round.id));
  if (!may(useSession(), 'rounds:manage')) return null;
  return (
    <>
      <Button look="secondary" isBusy={check.isBusy} onClick={() => check.run()}>
        Draw again and compare
      </Button>
      {check.problem && <ProblemNotice error={check.problem} />}
      {check.answer && <Notice isSpoken>{check.answer.sentence}</Notice>}
    </>
  );
}

/** @param {{ round: Round }} props */
function Why({ round }) {
  const [ref, setRef] = useState('');
  const explain = useAction(() => explainChild(round.id, ref.trim()));
  return (
    <form
      className="rounds-line qa-no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!explain.isBusy && ref.trim()) explain.run();
      }}
    >
      <TextField
        label="Why was this child drawn, or not?"
        hint="The child’s reference."
        pointer="/child_ref"
        width={20}
        value={ref}
        onChange={(typed) => setRef(typed.toUpperCase())}
      />
      <Button look="secondary" type="submit" isBusy={explain.isBusy}>
        Ask
      </Button>
      <div className="rounds-line__answer" role="status">
        {explain.problem && <p className="govuk-error-message">{explain.problem.message}</p>}
        {explain.answer && (
          <p className="govuk-body">
            <strong>{explain.answer.child_ref}</strong>: {explain.answer.sentence}
            {explain.answer.number !== null && explain.answer.last_drawn !== null && (
              <>
                {' '}
                Its number is {explain.answer.number.toFixed(4)}; the last drawn in its part of the frame has{' '}
                {explain.answer.last_drawn.toFixed(4)}.
              </>
            )}
          </p>
        )}
      </div>
    </form>
  );
}
