/** Whether the window is as narrow as a phone's, so that a drawing takes another shape instead of shrinking. */
import { useSyncExternalStore } from 'react';

const phone = window.matchMedia?.('screen and (max-width: 40em)');

/** @param {() => void} onChange */
function subscribe(onChange) {
  phone?.addEventListener('change', onChange);
  return () => phone?.removeEventListener('change', onChange);
}

export const useNarrow = () => useSyncExternalStore(subscribe, () => phone?.matches ?? false);
