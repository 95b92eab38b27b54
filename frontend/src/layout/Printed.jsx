/** On paper only: when a page was printed and by whom, for a page outlives the figures on it. */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { momentOf } from '../kernel/dates.js';

const now = () => new Date().toISOString();

/** @param {{ name: string }} props `name`: of the person who prints */
export function Printed({ name }) {
  const [at, setAt] = useState(now);
  useEffect(() => {
    // The browser takes the page as it is drawn when this returns.
    const onPrint = () => flushSync(() => setAt(now()));
    window.addEventListener('beforeprint', onPrint);
    return () => window.removeEventListener('beforeprint', onPrint);
  }, []);
  return (
    <span className="qa-printed">
      Printed {momentOf(at)} by {name}
    </span>
  );
}
