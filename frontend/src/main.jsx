/** Starts the staff pages. */
import { createRoot } from 'react-dom/client';
import './kernel/styles/app.scss';
import { App } from './app.jsx';

createRoot(/** @type {HTMLElement} */ (document.getElementById('app'))).render(<App />);
