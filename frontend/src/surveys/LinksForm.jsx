/** Makes links to hand out. They are shown this once, to copy or to print; nobody can tell afterwards who used which. */
import { useState } from 'react';
import { problemIn } from '../kernel/problem.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { createLinks } from './api.js';
import './surveys.scss';

/** @param {{ survey: import('./api.js').Survey }} props */
export function LinksForm({ survey }) {
  const [wanted, setWanted] = useState('10');
  const [missing, setMissing] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));
  const make = useAction((/** @type {number} */ count) => createLinks(survey.id, count));
  const send = () => {
    const count = Number(wanted);
    const isSound = Number.isInteger(count) && count >= 1 && count <= 500;
    const lacks = isSound ? null : problemIn({ '/count': 'Give a whole number from 1 to 500' });
    setMissing(lacks);
    if (!lacks && !make.isBusy) make.run(count);
  };
  const problem = missing ?? make.problem;
  return (
    <section aria-labelledby="links">
      <h2 className="govuk-heading-m" id="links">
        Links to hand out
      </h2>
      <form
        className="qa-form qa-no-print"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ErrorSummary problem={problem} />
        <TextField
          label="How many links"
          hint="One for each person. Each works once."
          type="number"
          width={5}
          pointer="/count"
          problem={problem}
          value={wanted}
          onChange={setWanted}
        />
        <Button type="submit" look="secondary" isBusy={make.isBusy}>
          Make links
        </Button>
      </form>
      {make.answer && <Links title={survey.title} links={make.answer} />}
    </section>
  );
}

/** @param {{ title: string, links: string[] }} props */
function Links({ title, links }) {
  const [copied, setCopied] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(links.join('\n')).then(
      () => setCopied('Copied.'),
      () => setCopied('Your browser did not allow copying. Select the links and copy them.'),
    );
  return (
    <>
      <div className="qa-no-print">
        <Notice look="warning" isSpoken>
          {links.length === 1 ? 'One link was made. It is' : `${links.length} links were made. They are`} shown here
          this once: copy or print before you leave the page.
        </Notice>
        <div className="qa-buttons">
          <Button onClick={() => void copy()}>Copy all</Button>
          <Button look="secondary" onClick={() => window.print()}>
            Print
          </Button>
          <span className="govuk-body" role="status">
            {copied}
          </span>
        </div>
      </div>
      <ol className="qa-links" aria-label={`Links to ${title}`}>
        {links.map((link) => (
          <li key={link}>{link}</li>
        ))}
      </ol>
    </>
  );
}
