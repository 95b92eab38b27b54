/** This room's place: it has no page of its own, and adds to those of indicators. */

/** @type {import('../app.jsx').Room} */
export const room = { nav: [], routes: [] };
