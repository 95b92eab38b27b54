/** On the record of an audit: whose voice was heard and what it changed, with the practitioner's own view beside. */
import { useQuery } from '@tanstack/react-query';
import { dayOf } from '../kernel/dates.js';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { sectionName } from '../tools/words.js';
import { voicesQuery } from './api.js';
import { SideBySide } from './SideBySide.jsx';
import { askers, contactStates, contactWords, means, titleOf, wordsOf } from './words.js';
import './voices.scss';

/** @typedef {import('./api.js').Voice} Voice */
/** @typedef {import('../tools/api.js').Tool} Tool */

const expected = ['child', 'family_1', 'practitioner'];

/** @param {{ audit: import('../audits/api.js').Audit, tool: Tool }} props */
export function VoicesPanel({ audit, tool }) {
  const voices = useQuery(voicesQuery(audit.id));
  if (audit.state === 'withdrawn') return null;
  return (
    <section aria-labelledby="voices">
      <h2 className="govuk-heading-m" id="voices">
        Voices
      </h2>
      <Loaded query={voices} loading="Loading the voices…">
        {(data) => (
          <VoiceList voices={data.voices} tool={tool} hasView={data.is_view_handed_in} auditor={audit.auditor_name} />
        )}
      </Loaded>
      <SideBySide auditId={audit.id} tool={tool} />
    </section>
  );
}

/**
 * Those who were heard or ought to have been, the child first.
 * @param {object} props
 * @param {Record<string, Voice>} props.voices
 * @param {Tool} props.tool
 * @param {boolean} [props.hasView] whether the practitioner has handed in a view of their own
 * @param {string} [props.auditor] who need not be named as the one who wrote a voice down
 */
export function VoiceList({ voices, tool, hasView = false, auditor = '' }) {
  const places = [...new Set([...expected, ...Object.keys(voices)])].toSorted();
  return places.map((place) => (
    <OneVoice
      key={place}
      place={place}
      voice={voices[place]}
      tool={tool}
      hasView={place === 'practitioner' && hasView}
      auditor={auditor}
    />
  ));
}

/** @param {{ place: string, voice: Voice|undefined, tool: Tool, hasView: boolean, auditor: string }} props */
function OneVoice({ place, voice, tool, hasView, auditor }) {
  const state = contactStates[voice?.state ?? ''];
  const about = tool.sections.filter(({ id }) => {
    const words = voice?.sections[id];
    return words?.said || words?.is_judgement_changed;
  });
  return (
    <div className="qa-heard">
      <h3 className="govuk-heading-s">
        {titleOf(place, voice?.relation)}{' '}
        {hasView ? (
          <Tag colour="green">Gave their own view</Tag>
        ) : (
          <Tag colour={state?.colour ?? 'grey'}>{contactWords(voice?.state)}</Tag>
        )}
      </h3>
      {voice?.state === 'given' && (
        <p className="govuk-body">
          {wordsOf(means, voice.means, 'Heard')} on {dayOf(voice.heard_on)}, asked by{' '}
          {wordsOf(askers, voice.asked_by, 'somebody').replace(/^./, (letter) => letter.toLowerCase())}
        </p>
      )}
      {voice?.state !== 'given' && voice?.reason && <p className="govuk-body qa-words-kept">{voice.reason}</p>}
      {voice?.state === 'given' && voice.said && <blockquote className="qa-quote">{voice.said}</blockquote>}
      {voice && about.length > 0 && (
        <dl className="qa-own">
          {about.map((section) => (
            <div key={section.id}>
              <dt>{sectionName(section)}</dt>
              <dd className="qa-words-kept">
                {voice.sections[section.id]?.said}
                {voice.sections[section.id]?.is_judgement_changed && <b> It changed the judgement here.</b>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {voice?.state === 'given' && voice.is_judgement_changed !== null && (
        <p className="govuk-body">
          {voice.is_judgement_changed
            ? `It changed the judgement${voice.change ? `: ${voice.change}` : '.'}`
            : 'It did not change the judgement.'}
        </p>
      )}
      {voice?.written_by_name && voice.written_by_name !== auditor && (
        <p className="govuk-body-s">Written down by {voice.written_by_name}.</p>
      )}
    </div>
  );
}
