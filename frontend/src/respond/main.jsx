/** Starts the page on which children, parents and practitioners answer a survey. Nothing is stored in the browser. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Respond } from './Respond.jsx';
import './respond.scss';

const token = window.location.hash.slice(1);
createRoot(/** @type {HTMLElement} */ (document.getElementById('app'))).render(
  <StrictMode>
    <Respond token={token} />
  </StrictMode>,
);
