/** What this room asks of the API: findings, their themes, the actions about them, and supervision sheets. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['AuditFindingRead']} Finding */
/** @typedef {Schemas['FindingCreate']} FindingCreate */
/** @typedef {Schemas['FindingUpdate']} FindingUpdate */
/** @typedef {Schemas['FindingActionCreate']} FindingActionCreate */
/** @typedef {Schemas['ThemesRead']} Themes */
/** @typedef {Schemas['SheetRead']} Sheet */
/** @typedef {NonNullable<paths['/api/v1/findings']['get']['parameters']['query']>} FindingQuery */
/** @template T @typedef {import('../access/api.js').Page<T>} Page */

/** @param {Record<string, string|number|boolean>} filters */
export const findingsQuery = (filters) =>
  queryOptions({
    queryKey: ['findings', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {FindingQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<Page<Finding>>} */ (take(api.GET('/api/v1/findings', { params: { query }, signal })));
    },
  });

/** The themes a finding can carry. */
export const themeListQuery = () =>
  queryOptions({
    queryKey: ['finding themes'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/findings/theme-list', { signal })),
    staleTime: 600_000,
  });

/** @param {Record<string, string>} filters */
export const themesQuery = (filters) =>
  queryOptions({
    queryKey: ['findings', 'themes', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<Themes>} */ (
        take(api.GET('/api/v1/findings/themes', { params: { query: chosen(filters) }, signal }))
      ),
  });

/** @param {FindingCreate} finding */
export const makeFinding = (finding) =>
  /** @type {Promise<Finding>} */ (take(api.POST('/api/v1/findings', { body: finding })));

/** @param {Finding} finding */
const at = (finding) => ({ path: { finding_id: finding.id }, header: { 'if-match': ifMatch(finding.version) } });

/** @param {Finding} finding @param {FindingUpdate} change */
export const updateFinding = (finding, change) =>
  /** @type {Promise<Finding>} */ (
    take(api.PATCH('/api/v1/findings/{finding_id}', { params: at(finding), body: change }))
  );

/** @param {Finding} finding */
export const removeFinding = (finding) => take(api.DELETE('/api/v1/findings/{finding_id}', { params: at(finding) }));

/** @param {Finding} finding @param {FindingActionCreate} action */
export const setFindingAction = (finding, action) =>
  /** @type {Promise<Finding>} */ (
    take(
      api.POST('/api/v1/findings/{finding_id}/actions', { params: { path: { finding_id: finding.id } }, body: action }),
    )
  );

/** @param {Record<string, string>} filters */
export const sheetsQuery = (filters) =>
  queryOptions({
    queryKey: ['findings', 'sheets', filters],
    queryFn: ({ signal }) =>
      /** @type {Promise<Page<Schemas['SheetListed']>>} */ (
        take(
          api.GET('/api/v1/findings/sheets', { params: { query: chosen({ limit: pageLength, ...filters }) }, signal }),
        )
      ),
  });

/** @param {string} workerId @param {{ from_on: string, to_on: string }} period */
export const sheetQuery = (workerId, period) =>
  queryOptions({
    queryKey: ['findings', 'sheet', workerId, period],
    queryFn: ({ signal }) =>
      /** @type {Promise<Sheet>} */ (
        take(
          api.GET('/api/v1/findings/sheets/{worker_id}', {
            params: { path: { worker_id: workerId }, query: chosen(period) },
            signal,
          }),
        )
      ),
  });
