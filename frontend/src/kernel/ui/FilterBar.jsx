/** The filters of a list. Choices apply at once; a typed text applies with Enter or the button. All of them stand in the address. */
import { useSearchParams } from 'react-router';
import { Button, LinkButton } from './Button.jsx';

/**
 * Filters that live in the address.
 * @template {Record<string, string>} T
 * @param {T} defaults names and the values that they have when the address says nothing
 * @returns {[T, (change: Partial<T>) => void]} a change goes back to the first page
 */
export function useFilters(defaults) {
  const [params, setParams] = useSearchParams();
  const filters = /** @type {T} */ (
    Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, params.get(name) ?? value]))
  );
  /** @param {Partial<T>} change */
  const setFilters = (change) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('cursor');
        for (const [name, value] of Object.entries({ ...change })) {
          if (value && value !== defaults[name]) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  return [filters, setFilters];
}

/** @param {{ label: string, children: import('react').ReactNode, onSearch?: () => void, onClear?: () => void }} props
 *  `onClear` is given only while something is filtered */
export function FilterBar({ label, children, onSearch, onClear }) {
  return (
    <form
      className="qa-filters"
      role="search"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch?.();
      }}
    >
      {children}
      {(onSearch || onClear) && (
        <div className="qa-filters__buttons">
          {onSearch && (
            <Button look="secondary" type="submit">
              Search
            </Button>
          )}
          {onClear && <LinkButton onClick={onClear}>Clear filters</LinkButton>}
        </div>
      )}
    </form>
  );
}
