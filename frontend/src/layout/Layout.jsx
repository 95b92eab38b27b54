/** The frame of every page: the council's name, the navigation, the page, the footer. */
import { Link, Outlet, useNavigation } from 'react-router';
import { SignIn } from '../access/SignIn.jsx';
import { useSession } from '../kernel/session.jsx';
import { JumpTo } from './JumpTo.jsx';
import { Navigation } from './Navigation.jsx';
import { Printed } from './Printed.jsx';
import { SignedOut } from './SignedOut.jsx';
import { SignOut } from './SignOut.jsx';

/** @param {{ nav: { to: string, text: string, permission: string }[] }} props */
export function Layout({ nav }) {
  const { config, me } = useSession();
  const { state } = useNavigation();
  return (
    <>
      <a href="#main" className="govuk-skip-link">
        Skip to main content
      </a>
      <header>
        <div className="govuk-generic-header">
          <div className="govuk-width-container qa-top">
            <div className="govuk-generic-header__logo">
              <Link to="/" className="govuk-generic-header__homepage-link">
                {config.council_name}
              </Link>
            </div>
            {me && (
              <div className="qa-top__who">
                <span>{me.name}</span>
                <JumpTo nav={nav} />
                <SignOut />
              </div>
            )}
            {me && <Printed name={me.name} />}
          </div>
        </div>
        {me && <Navigation nav={nav} />}
        {config.is_demonstration && (
          <div className="qa-banner">
            <div className="govuk-width-container">Demonstration: every person and child here is invented.</div>
          </div>
        )}
      </header>
      <div className="qa-page">
        <div className="govuk-width-container">
          <main className="govuk-main-wrapper" id="main" tabIndex={-1} aria-busy={state === 'loading' || undefined}>
            {me ? <Outlet /> : <SignIn />}
          </main>
        </div>
      </div>
      <footer className="qa-footer">
        <div className="govuk-width-container">
          <ul>
            <li>{config.product_name}</li>
            <li>
              <Link className="govuk-link" to="/accessibility">
                Accessibility statement
              </Link>
            </li>
          </ul>
        </div>
      </footer>
      <SignedOut />
    </>
  );
}
