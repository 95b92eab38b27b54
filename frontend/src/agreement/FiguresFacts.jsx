/** The figures of overall grades as names and values, each with what chance leaves of it. */
import { Details } from '../kernel/ui/Details.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { coefficientWithin, percentWithin, shiftWithin } from './words.js';

/** @param {{ figures: import('./api.js').Figures, what?: string }} props */
export function FiguresFacts({ figures, what = 'overall grades' }) {
  const { n, exact, within_one, worse, better, show } = figures;
  const facts = [
    { name: 'Audits graded twice', value: `${figures.audits}` },
    { name: 'Same grade', value: `${exact} of ${n}${ofAll(figures.exact_share)}` },
    { name: 'Within one grade', value: `${within_one} of ${n}${ofAll(figures.within_one_share)}` },
    { name: 'Lowered and raised', value: `${worse} lowered, ${better} raised` },
  ];
  if (show !== 'counts') {
    facts.push({ name: 'On average, second grades are', value: shiftWithin(figures.mean_shift) });
    if (figures.sign_test_p !== null) {
      facts.push({ name: 'Could so uneven a split be chance?', value: chanceWords(figures.sign_test_p) });
    }
  }
  const coefficients = [
    { name: 'Krippendorff’s alpha, ordered', value: coefficientWithin(figures.alpha) },
    { name: 'Gwet’s AC1', value: coefficientWithin(figures.ac1) },
  ];
  return (
    <>
      {figures.caution && <Notice>{figures.caution}</Notice>}
      <Facts facts={show === 'coefficients' ? [...facts, ...coefficients] : facts} />
      {show === 'percentages' && figures.alpha && (
        <Details summary={`Technical figures of ${what}`}>
          <p>They rest on few audits: read the interval, not the figure.</p>
          <Facts facts={coefficients} />
        </Details>
      )}
    </>
  );
}

/** @param {import('./api.js').Estimate|null} share */
const ofAll = (share) => (share ? `: ${percentWithin(share)}` : '');

/** @param {number} p */
function chanceWords(p) {
  if (p < 0.001) return 'Hardly: fewer than 1 time in 1,000';
  return p < 0.05 ? `Hardly: ${Math.round(1000 * p)} times in 1,000` : `Easily: ${Math.round(100 * p)} times in 100`;
}
