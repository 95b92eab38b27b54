/** What the person who is signed in may do. The API decides; the screens only do not offer what it would refuse. */

/** @typedef {{ permissions: string[] }} Allowed */

/** @param {Allowed|null|undefined} session @param {string} permission such as "audits:allocate" */
export const may = (session, permission) => session?.permissions.includes(permission) ?? false;
