/** The navigation offers what the person's role opens, and nothing else. */
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';

/** `also`: an address that is reached from there and has no place of its own.
 * @typedef {{ to: string, text: string, permission: string, also?: string }} NavItem */

/** @param {string} pathname @param {string|undefined} to */
const isWithin = (pathname, to) => to !== undefined && (pathname === to || pathname.startsWith(`${to}/`));

/** @param {{ nav: NavItem[] }} props */
export function Navigation({ nav }) {
  const session = useSession();
  const { pathname } = useLocation();
  // Folded again on the next page: what is remembered is the page on which it was unfolded.
  const [unfoldedOn, setUnfoldedOn] = useState(/** @type {string|null} */ (null));
  const isOpen = unfoldedOn === pathname;
  const offered = nav.filter(({ permission }) => may(session, permission));
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
              {offered.map(({ to, text, also }) => {
                const isHere = to === '/' ? pathname === '/' : isWithin(pathname, to) || isWithin(pathname, also);
                return (
                  <li
                    key={to}
                    className={`govuk-service-navigation__item${isHere ? ' govuk-service-navigation__item--active' : ''}`}
                  >
                    <Link
                      to={to}
                      className="govuk-service-navigation__link"
                      aria-current={pathname === to ? 'page' : isHere || undefined}
                    >
                      {text}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </nav>
        </div>
      </div>
    </div>
  );
}
