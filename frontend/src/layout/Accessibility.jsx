/** The accessibility statement that the law asks of a public service's site. */
import { useSession } from '../kernel/session.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';

export function Accessibility() {
  const { config } = useSession();
  return (
    <div className="qa-reading">
      <PageHeading title="Accessibility statement" />
      <p className="govuk-body">
        {config.product_name} is run for {config.council_name}. As many people as possible should be able to use it. You
        should be able to:
      </p>
      <ul className="govuk-list govuk-list--bullet">
        <li>zoom to 400% without text falling off the screen</li>
        <li>do everything with a keyboard alone, or with speech recognition</li>
        <li>listen to every page with a screen reader</li>
        <li>read every chart as a sentence and as a table</li>
        <li>use your own colours, and see no movement that you did not ask for</li>
      </ul>
      <h2 className="govuk-heading-m">How accessible it is</h2>
      <p className="govuk-body">
        It is made to meet the Web Content Accessibility Guidelines version 2.2, level AA. Every page is checked
        automatically against them with each release, and by hand with a keyboard, at 320 pixels wide and in forced
        colours. Automatic checks find only part of what can be wrong: a review with disabled people and with assistive
        software has not been done yet.
      </p>
      <h2 className="govuk-heading-m">Known limits</h2>
      <ul className="govuk-list govuk-list--bullet">
        <li>Wide charts scroll sideways on a narrow screen; their tables do not.</li>
        <li>Dates are chosen with the browser’s own date field, which differs between browsers.</li>
      </ul>
      <h2 className="govuk-heading-m">Keyboard</h2>
      <p className="govuk-body">
        Ctrl and K together open “Go to”. Single letters do something only while a grade in an audit has the focus, and
        the audit page lists them.
      </p>
      <h2 className="govuk-heading-m">If something does not work for you</h2>
      <p className="govuk-body">
        Tell the council’s quality team, or whoever manages your access, what you tried to do and with which software.
        If you are not content with the answer, contact the Equality Advisory and Support Service.
      </p>
      <p className="govuk-body">
        The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile Applications)
        (No. 2) Accessibility Regulations 2018.
      </p>
    </div>
  );
}
