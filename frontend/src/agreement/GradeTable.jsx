/** How often each first grade met each second one: the diagonal is agreement, and every cell says what it means. */
import { HeatTable } from '../kernel/charts/HeatTable.jsx';
import { movedWords } from './words.js';

/** Blue where both agree, orange where they do not, darker where they are further apart; white where nobody was.
 * @param {number} n @param {number} apart @param {boolean} isMany @returns {0|1|2|3|4} */
function bandOf(n, apart, isMany) {
  if (!n) return 0;
  if (apart === 0) return isMany ? 4 : 3;
  return apart > 1 ? 1 : 2;
}

/** @param {{ title: string, table: number[][], levels: import('./api.js').Level[], first?: string, second?: string }} props */
export function GradeTable({ title, table, levels, first = 'First grade', second = 'Second grade' }) {
  const most = Math.max(...table.flat());
  return (
    <HeatTable
      isEven
      title={title}
      what={`${first} ↓  ${second} →`}
      columns={levels.map(({ label }) => label)}
      rows={levels.map((level, i) => ({
        label: level.label,
        cells: levels.map((_, j) => {
          const n = table[i]?.[j] ?? 0;
          const text = n ? `${n} ${movedWords(i, j)}` : '0';
          return { text, band: bandOf(n, Math.abs(i - j), n >= most / 2) };
        }),
      }))}
    />
  );
}
