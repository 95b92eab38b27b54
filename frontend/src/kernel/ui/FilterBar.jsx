/** The filters of a list. Choices apply at once; a typed text applies with Enter or the button. All of them stand in the address. */
import { useSearchParams } from 'react-router';
import { Button, LinkButton } from './Button.jsx';
import { Field } from './Field.jsx';

/** How a list is ordered narrows nothing: it stays when the filters are cleared. @param {string} name */
const narrows = (name) => name !== 'sort';

/**
 * What a field of the bar needs.
 * @template T
 * @typedef {(name: keyof T & string) => { pointer: string, value: string, onChange: (value: string) => void }} FieldOf
 */

/**
 * Filters that live in the address.
 * @template {Record<string, string>} T
 * @param {T} defaults names and the values that they have when the address says nothing
 * @returns `setFilters` goes back to the first page; `field` gives what a field of the bar needs;
 *  `onClear` is there only while something is filtered
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
  /** @type {FieldOf<T>} */
  const field = (name) => ({
    pointer: `?${name}`,
    value: filters[name] ?? '',
    onChange: (value) => setFilters(/** @type {Partial<T>} */ ({ [name]: value })),
  });
  const narrowing = Object.keys(defaults).filter(narrows);
  const isFiltered = narrowing.some((name) => filters[name] !== defaults[name]);
  const blank = /** @type {Partial<T>} */ (Object.fromEntries(narrowing.map((name) => [name, defaults[name]])));
  return { filters, setFilters, field, isFiltered, onClear: isFiltered ? () => setFilters(blank) : undefined };
}

/** Words to look for: `onSearch` of the bar gets them. @param {{ label: string, value: string, width?: 10|20 }} props */
export function SearchField({ label, value, width = 20 }) {
  return (
    <Field label={label} pointer="?q">
      {({ id }) => (
        <input
          key={value}
          id={id}
          className={`govuk-input govuk-input--width-${width}`}
          type="search"
          name="q"
          autoComplete="off"
          spellCheck={false}
          defaultValue={value}
        />
      )}
    </Field>
  );
}

/** @param {{ label: string, children: import('react').ReactNode, onSearch?: (words: string) => void, onClear?: () => void }} props
 *  `onSearch`: where the bar holds a SearchField; `onClear` is given only while something is filtered */
export function FilterBar({ label, children, onSearch, onClear }) {
  return (
    <form
      className="qa-filters"
      role="search"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch?.(String(new FormData(event.currentTarget).get('q')).trim());
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
