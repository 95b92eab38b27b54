/** Ctrl+K opens anything: a page, a child or an audit by its reference. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { findByReference } from './find.js';

/** @typedef {import('./find.js').Target} Target */

/** @param {{ nav: { to: string, text: string, permission: string }[] }} props */
export function JumpTo({ nav }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <LinkButton onClick={() => setOpen(true)} aria-keyshortcuts="Control+K">
        Go to…
      </LinkButton>
      <Dialog title="Go to" isOpen={isOpen} onClose={() => setOpen(false)}>
        <JumpForm nav={nav} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** @param {{ nav: { to: string, text: string, permission: string }[], onDone: () => void }} props */
function JumpForm({ nav, onDone }) {
  const session = useSession();
  const navigate = useNavigate();
  const id = useId();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const asked = words.trim();
  const found = useQuery({
    queryKey: ['jump', asked],
    queryFn: () => findByReference(asked, session),
    enabled: asked.length >= 3,
    placeholderData: (before) => before,
  });
  const pages = nav
    .filter(({ text, permission }) => may(session, permission) && text.toLowerCase().includes(asked.toLowerCase()))
    .map(({ to, text }) => ({ to, text, kind: 'Page' }));
  const targets = [...pages, ...(asked.length >= 3 ? (found.data ?? []) : [])];
  const current = targets[Math.min(at, targets.length - 1)];

  /** @param {Target|undefined} target */
  const go = (target) => {
    if (!target) return;
    onDone();
    void navigate(target.to);
  };
  /** @param {import('react').KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      go(current);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !targets.length) return;
    event.preventDefault();
    setAt((Math.min(at, targets.length - 1) + step + targets.length) % targets.length);
  };
  return (
    <>
      <label className="govuk-label" htmlFor={id}>
        Page, child’s reference or audit’s reference
      </label>
      <input
        className="govuk-input"
        id={id}
        role="combobox"
        aria-expanded={targets.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.to}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="qa-jump__list" id={`${id}-list`} role="listbox" aria-label="Places to go">
        {targets.map((target) => (
          // The keyboard works through the input, as in every combobox.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={target.to}
            id={`${id}-${target.to}`}
            role="option"
            tabIndex={-1}
            className="qa-jump__option"
            aria-selected={target === current}
            onClick={() => go(target)}
          >
            {target.text} <span className="qa-jump__kind">{target.kind}</span>
          </div>
        ))}
      </div>
      <p className="govuk-body" role="status">
        {targets.length === 0 && (found.isFetching ? 'Looking…' : 'Nothing found.')}
      </p>
    </>
  );
}
