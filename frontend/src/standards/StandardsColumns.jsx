/** The side navigation and the standard, or all of them, that it points at. */
import { useFilters } from '../kernel/ui/FilterBar.jsx';
import { StandardNav } from './StandardNav.jsx';
import { StandardText } from './StandardText.jsx';

/** @param {{ version: import('./api.js').Version }} props */
export function StandardsColumns({ version }) {
  const { standard: current } = useFilters({ standard: 'all' }).filters;
  const shown = version.standards.filter(({ number }) => current === 'all' || String(number) === current);
  return (
    <div className="qa-columns">
      <StandardNav standards={version.standards} current={current} />
      <div className="qa-standards">
        {shown.map((standard) => (
          <StandardText key={standard.id} standard={standard} />
        ))}
      </div>
    </div>
  );
}
