/** Beneath a standard: its examples, read when they are asked for. */
import { useState } from 'react';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Exemplars } from './Exemplars.jsx';

/** @param {{ standard: { number: number } }} props */
export function OfStandard({ standard }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="qa-no-print">
      <LinkButton aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide what good looks like' : 'What good looks like'}
        <span className="govuk-visually-hidden"> for standard {standard.number}</span>
      </LinkButton>
      {isOpen && <Exemplars standard={standard.number} />}
    </div>
  );
}
