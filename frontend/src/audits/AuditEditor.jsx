/** The audit form: one standard a page, saved while it is written, checked and submitted at the end. */
import { Suspense, useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { flushAll } from '../kernel/autosave.js';
import { dueIn } from '../kernel/dates.js';
import { usePanels } from '../kernel/panels.jsx';
import { fieldId, Problem } from '../kernel/problem.js';
import { Loading } from '../kernel/ui/Loading.jsx';
import { useAction } from '../kernel/useAction.js';
import { saveWords, useAutosave } from '../kernel/useAutosave.js';
import { saveAudit, submitAudit } from './api.js';
import { fieldsOf, progressOf, stepOf, stillWrong } from './answers.js';
import { Decline } from './AuditorActions.jsx';
import { AuditNotices } from './AuditStory.jsx';
import { placeName } from '../tools/words.js';
import { CheckStep } from './CheckStep.jsx';
import { ChildFacts } from './ChildFacts.jsx';
import { ClashChoice } from './ClashChoice.jsx';
import { LeaveDialog } from './LeaveDialog.jsx';
import { StandardStep } from './StandardStep.jsx';
import { StepRail } from './StepRail.jsx';

/** @typedef {import('../kernel/autosave.js').Autosave} Autosave */

/** Sends what is left, also what another step of the form is still sending, then submits. @param {string} id @param {Autosave} saver */
async function flushAndSubmit(id, saver) {
  await flushAll();
  if (saver.state.unsent) {
    throw new Problem({
      status: 0,
      detail: 'Your last words have not reached Plumbline yet. Submit when they are saved.',
    });
  }
  return submitAudit(id, saver.state.version);
}

/** Gives the focus to the field that the address names, once its step is drawn. */
function useNamedField() {
  const { hash, key } = useLocation();
  useEffect(() => {
    if (!hash) return;
    const field = document.getElementById(hash.slice(1));
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  }, [hash, key]);
}

/** @param {{ audit: import('./api.js').Audit, tool: import('../tools/api.js').Tool, onSubmitted: () => void }} props */
export function AuditEditor({ audit, tool, onSubmitted }) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const [held] = useState(() => ({ version: audit.version, fields: fieldsOf(audit) }));
  const { saver, state, blocker } = useAutosave({
    name: `audit ${audit.id}`,
    held,
    save: (changes, version) => saveAudit(audit.id, changes, version),
  });
  const submit = useAction(() => flushAndSubmit(audit.id, saver), { refreshes: ['audits'], onDone: onSubmitted });
  useNamedField();

  const { sections } = tool;
  const section = sections.find(({ number }) => String(number) === params.get('standard'));
  const panels = usePanels('audit-step');
  const panel = panels.find(({ key }) => key === params.get('standard'));
  const isChecking = params.get('standard') === 'check';
  const current = isChecking || panel ? undefined : (section ?? sections[0]);
  const place = current ? sections.indexOf(current) : sections.length;
  const problem = stillWrong(submit.problem, state.values, sections);
  const refused = state.status === 'refused' ? /** @type {{ detail: string }} */ (state.problem).detail : '';

  /** A room's own step mends what begins with its key. @param {string} pointer */
  const goTo = (pointer) => {
    const step = panels.find(({ key }) => pointer.startsWith(`/${key}`))?.key ?? stepOf(pointer, sections);
    void navigate(`?standard=${step}#${fieldId(pointer)}`);
  };

  return (
    <div className="qa-columns">
      <StepRail
        label="Standards of this audit"
        current={current ? String(current.number) : (panel?.key ?? 'check')}
        saveState={[saveWords(state), refused].filter(Boolean).join(' ')}
        isTrouble={state.status !== 'saved' && state.status !== 'waiting' && state.status !== 'saving'}
        steps={[
          ...sections.map(({ number, title, questions }) => ({
            step: String(number),
            title,
            ...progressOf(questions, state.values),
          })),
          ...panels.map(({ key, title }) => ({ step: key, title })),
          { step: 'check', title: 'Check and submit' },
        ]}
      >
        <ChildFacts childId={audit.child_id} childRef={audit.child_ref} auditId={audit.id} />
        <Decline audit={audit} />
      </StepRail>
      <div>
        <AuditNotices audit={audit} />
        {state.clashes.map((clash) => (
          <ClashChoice
            key={clash.field}
            clash={clash}
            sections={sections}
            onSettle={(choice) => saver.settle(clash.field, choice)}
          />
        ))}
        {current ? (
          <StandardStep
            key={current.id}
            caption={`${audit.reference}, child ${audit.child_ref}. ${placeName(current, sections.length)}. ${dueIn(audit.due_on)}`}
            section={current}
            tool={tool}
            values={state.values}
            onChange={(field, value) => saver.set(field, value)}
            problem={problem}
            before={sections[place - 1]}
            after={sections[place + 1]}
          />
        ) : panel ? (
          <Suspense fallback={<Loading />}>
            <panel.Component audit={audit} tool={tool} />
          </Suspense>
        ) : (
          <CheckStep
            audit={audit}
            tool={tool}
            saver={saver}
            state={state}
            submit={submit}
            problem={problem}
            onGo={goTo}
          />
        )}
      </div>
      <LeaveDialog blocker={blocker} state={state} />
    </div>
  );
}
