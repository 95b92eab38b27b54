/** The rules of accessibility that hold without a drawing: roles, names, order. Contrast is looked at in a real browser. */
import axe from 'axe-core';

/** What breaks a rule, in words; nothing where all is well. @param {Element} container */
export async function violations(container) {
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
  const found = await axe.run(container, { rules });
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`);
}
