/** The roles in the words of the screens. */

/** @type {Record<string, string>} */
const words = {
  practitioner: 'Practitioner',
  team_manager: 'Team manager',
  auditor: 'Auditor',
  moderator: 'Moderator',
  reviewing_officer: 'Reviewing officer',
  service_manager: 'Service manager',
  head_of_service: 'Head of service',
  head_of_childrens_social_care: "Head of children's social care",
  quality_lead: 'Quality lead',
  principal_social_worker: 'Principal social worker',
  director: 'Director',
  lead_member: 'Lead member',
  partnership: 'Partnership',
  data_analyst: 'Data analyst',
  administrator: 'Administrator',
  case_management_system: 'Case management system',
  bi_tool: 'BI tool',
};

/** Roles that a machine holds, never a person. */
const machines = new Set(['case_management_system', 'bi_tool']);

/** @param {string} role */
export const roleWords = (role) => words[role] ?? role.replaceAll('_', ' ');

/** The roles that a person can be given, for a select. */
export const personRoles = Object.keys(words)
  .filter((role) => !machines.has(role))
  .map((role) => ({ value: role, text: roleWords(role) }));

/** @param {string[]} roles */
export const rolesWords = (roles) => roles.map(roleWords).join(', ') || 'No role';
