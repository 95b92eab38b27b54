/** The navigation offers what the person's role opens, and nothing else. */
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';

/** `also`: an address that is reached from there and has no place of its own; `group`: what it stands under.
 * @typedef {{ to: string, text: string, permission: string, also?: string, group?: string }} NavItem */

/** @param {string} pathname @param {string|undefined} to */
const isWithin = (pathname, to) => to !== undefined && (pathname === to || pathname.startsWith(`${to}/`));

/** What stands in the first row: each group once, in the place of its first item. @param {NavItem[]} offered */
const groupsOf = (offered) =>
  [...new Set(offered.map(({ group, text }) => group ?? text))].map((name) => ({
    name,
    items: offered.filter(({ group, text }) => (group ?? text) === name),
  }));

/** @param {{ nav: NavItem[] }} props */
export function Navigation({ nav }) {
  const session = useSession();
  const { pathname } = useLocation();
  // Folded again on the next page: what is remembered is the page on which it was unfolded.
  const [unfoldedOn, setUnfoldedOn] = useState(/** @type {string|null} */ (null));
  const isOpen = unfoldedOn === pathname;
  const isAt = (/** @type {NavItem} */ { to, also }) =>
    to === '/' ? pathname === '/' : isWithin(pathname, to) || isWithin(pathname, also);
  const groups = groupsOf(nav.filter(({ permission }) => may(session, permission)));
  const here = groups.find(({ items }) => items.some(isAt));
  return (
    <div className="govuk-service-navigation">
      <div className="govuk-width-container">
        <div className="govuk-service-navigation__container">
          <span className="govuk-service-navigation__service-name">
            <Link to="/" className="govuk-service-navigation__link">
              {session.config.product_name}
            </Link>
          </span>
          <nav aria-label="Menu" className="govuk-service-navigation__wrapper">
            <button
              type="button"
              className="govuk-service-navigation__toggle qa-menu"
              aria-controls="navigation"
              aria-expanded={isOpen}
              onClick={() => setUnfoldedOn(isOpen ? null : pathname)}
            >
              Menu
            </button>
            <ul className={`govuk-service-navigation__list${isOpen ? '' : ' qa-folded'}`} id="navigation">
              {groups.map(({ name, items }) => {
                const isHere = name === here?.name;
                const to = items[0]?.to ?? '/';
                return (
                  <li
                    key={name}
                    className={`govuk-service-navigation__item${isHere ? ' govuk-service-navigation__item--active' : ''}`}
                  >
                    <Link
                      to={to}
                      className="govuk-service-navigation__link"
                      aria-current={pathname === to ? 'page' : isHere || undefined}
                    >
                      {name}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </nav>
        </div>
        {here && here.items.length > 1 && <Beneath name={here.name} items={here.items} isAt={isAt} isOpen={isOpen} />}
      </div>
    </div>
  );
}

/** The pages of a group, in a second row; on a phone they unfold with the menu.
 * @param {{ name: string, items: NavItem[], isAt: (item: NavItem) => boolean, isOpen: boolean }} props */
function Beneath({ name, items, isAt, isOpen }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label={name} className={`qa-beneath${isOpen ? '' : ' qa-folded'}`}>
      <ul>
        {items.map((item) => (
          <li key={item.to}>
            <Link to={item.to} aria-current={pathname === item.to ? 'page' : isAt(item) || undefined}>
              {item.text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
