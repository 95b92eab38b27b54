/** Among the earlier words of an audit: the voices as they stood then. */
import { VoiceList } from './VoicesPanel.jsx';

/** @param {{ words: import('../audits/api.js').KeptWords, tool: import('../tools/api.js').Tool }} props */
export function KeptVoices({ words, tool }) {
  if (!words.voices) return <p className="govuk-body">Voices were not kept with earlier words then.</p>;
  return (
    <section aria-label="Voices then">
      <h3 className="govuk-heading-s">Voices</h3>
      <VoiceList voices={/** @type {Record<string, import('./api.js').Voice>} */ (words.voices)} tool={tool} />
    </section>
  );
}
