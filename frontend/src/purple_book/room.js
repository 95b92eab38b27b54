/** This room's place in the navigation and its addresses. */

/** @type {import('../app.jsx').Room} */
export const room = { nav: [], routes: [] };
