/** The step of the audit form that says who was asked, what they said and what it changed; saved while it is written. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fieldId } from '../kernel/problem.js';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { saveWords, useSaver } from '../kernel/useAutosave.js';
import { saveVoices, voicesQuery } from './api.js';
import { AskingHelp } from './AskingHelp.jsx';
import { Clashes } from './Clashes.jsx';
import { familyIn, fieldsOf, nextPlace } from './fields.js';
import { SideBySide } from './SideBySide.jsx';
import { VoiceForm } from './VoiceForm.jsx';
import { speakers } from './words.js';
import './voices.scss';

/** @param {{ audit: import('../audits/api.js').Audit, tool: import('../tools/api.js').Tool }} props */
export function VoicesStep({ audit, tool }) {
  const voices = useQuery(voicesQuery(audit.id));
  return (
    <>
      <PageHeading title="Voices" caption={`${audit.reference}, child ${audit.child_ref}`} size="m" />
      <p className="govuk-body qa-lede">
        Child, family and practitioner are asked in every audit. Write what they said in their own words, without names,
        and whether it changed your judgement.
      </p>
      <AskingHelp />
      <Loaded query={voices} loading="Loading the voices…">
        {(data) => <VoicesForm audit={audit} tool={tool} voices={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ audit: import('../audits/api.js').Audit, tool: import('../tools/api.js').Tool, voices: import('./api.js').Voices }} props */
function VoicesForm({ audit, tool, voices }) {
  const [held] = useState(() => ({ version: voices.version, fields: fieldsOf(voices) }));
  const [missing, setMissing] = useState(voices.missing);
  const { saver, state } = useSaver({
    name: `voices ${audit.id}`,
    held,
    save: (changes, version) => saveVoices(audit.id, changes, version, (now) => setMissing(now.missing)),
  });
  // Whoever came by a link of the list of what is missing is led on to the field, now that it is drawn.
  useEffect(() => {
    if (window.location.hash) focusOn(window.location.hash.slice(1));
  }, []);
  const isTrouble = !['saved', 'waiting', 'saving'].includes(state.status);
  const refused = state.status === 'refused' ? /** @type {{ detail: string }} */ (state.problem).detail : '';
  const next = nextPlace(state.values);
  const family = familyIn(state.values);
  const gatherers = othersIn(voices, audit.auditor_name);
  const write = (/** @type {string} */ field, /** @type {unknown} */ value) => saver.set(field, value);
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <p className={`qa-save${isTrouble ? ' qa-save--trouble' : ''}`} role="status">
        {[saveWords(state), refused].filter(Boolean).join(' ')}
      </p>
      <Missing missing={missing} />
      {gatherers.length > 0 && (
        <Notice>
          {gatherers.join(' and ')} wrote down what is here before you had this audit. It stays; say for yourself
          whether it changes your judgement.
        </Notice>
      )}
      <Clashes clashes={state.clashes} onSettle={(field, choice) => saver.settle(field, choice)} />
      {speakers.map(({ speaker, title, the }) => (
        <section key={speaker} className="qa-speaker" aria-labelledby={`voice-of-${speaker}`}>
          <h2 className="govuk-heading-m" id={`voice-of-${speaker}`}>
            {title}
          </h2>
          {speaker === 'practitioner' && voices.is_view_handed_in && (
            <Notice>The practitioner has handed in their own view, and so has been heard. It stands beneath.</Notice>
          )}
          {(speaker === 'family' ? family : [speaker]).map((place) => (
            <VoiceForm
              key={place}
              place={place}
              the={the}
              tool={tool}
              values={state.values}
              onChange={write}
              onRemove={family.length > 1 ? () => write(`${place}/is_removed`, true) : undefined}
            />
          ))}
          {speaker === 'family' && next && (
            <Button
              look="secondary"
              onClick={() => {
                write(`${next}/is_removed`, false);
                // The one that stands there blank stays beside the new one.
                for (const place of [...family, next]) {
                  if (!(`${place}/state` in state.values)) write(`${place}/state`, null);
                }
              }}
            >
              Add another parent or carer
            </Button>
          )}
        </section>
      ))}
      <SideBySide auditId={audit.id} tool={tool} />
    </form>
  );
}

/** Who else wrote voices down, before the audit had this auditor. @param {import('./api.js').Voices} voices @param {string} auditor */
const othersIn = (voices, auditor) => [
  ...new Set(Object.values(voices.voices).flatMap(({ written_by_name: by }) => (by && by !== auditor ? [by] : []))),
];

/** @param {string} id */
function focusOn(id) {
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}

/** What submission would still ask for, each line a way to its field. @param {{ missing: import('./api.js').Voices['missing'] }} props */
function Missing({ missing }) {
  if (!missing.length) return <Notice look="success">Everything that is needed to submit is here.</Notice>;
  return (
    <Notice>
      <p>Still needed before you can submit:</p>
      <ul className="govuk-list govuk-list--bullet">
        {missing.map((one) => (
          <li key={one.pointer + one.code}>
            <LinkButton onClick={() => focusOn(fieldId(one.pointer))}>{one.detail}</LinkButton>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
