/** A choice of the council's services and teams. */
import { useQuery } from '@tanstack/react-query';
import { Select } from '../kernel/ui/Select.jsx';
import { unitsQuery } from './api.js';

/** The units as a list in the order of the tree: each service followed by its teams.
 * @param {import('./api.js').Unit[]} units @returns {{ value: string, text: string }[]} */
export function unitOptions(units) {
  /** @param {string|null} parent @param {number} depth @returns {{ value: string, text: string }[]} */
  const under = (parent, depth) =>
    units
      .filter((unit) => (unit.parent_id ?? null) === parent)
      .flatMap((unit) => [
        { value: unit.id, text: `${'\u00a0\u00a0'.repeat(depth)}${unit.name}` },
        ...under(unit.id, depth + 1),
      ]);
  const known = new Set(units.map((unit) => unit.id));
  // Somebody may see a team without what is above it: it then stands at the top.
  const loose = units.filter((unit) => unit.parent_id && !known.has(unit.parent_id));
  return [...under(null, 0), ...loose.flatMap((unit) => [{ value: unit.id, text: unit.name }, ...under(unit.id, 1)])];
}

/** @param {import('../kernel/ui/Field.jsx').FieldProps & { value: string, onChange: (value: string) => void, any: string }} props */
export function UnitSelect(props) {
  const units = useQuery(unitsQuery());
  return <Select {...props} options={unitOptions(units.data ?? [])} />;
}

/** Narrows a list or figures to a team or service.
 * @param {{ value: string, onChange: (unitId: string) => void, any?: string }} props `any`: the words for no narrowing */
export function UnitFilter({ any = 'The whole council', ...choice }) {
  return <UnitSelect label="Team or service" pointer="?unit_id" any={any} {...choice} />;
}
