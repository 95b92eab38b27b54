/** Starts the page on which children, parents and practitioners answer a survey. */
import { createRoot } from 'react-dom/client';

createRoot(/** @type {HTMLElement} */ (document.getElementById('app'))).render(<p role="status">Loading…</p>);
