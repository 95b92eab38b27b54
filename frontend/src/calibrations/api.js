/** What this room asks of the API: exercises in which many grade one case. */
import { queryOptions } from '@tanstack/react-query';
import { api, chosen, ifMatch, pageLength, take } from '../kernel/client.js';

/** @typedef {import('../kernel/client.js').paths} paths */
/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['CalibrationListed']} CalibrationListed */
/** @typedef {Schemas['CalibrationRead']} Calibration */
/** @typedef {Schemas['CalibrationResults']} Results */
/** @typedef {Schemas['SpreadRead']} SpreadRead */
/** @typedef {Schemas['GraderRead']} Candidate */
/** @typedef {NonNullable<paths['/api/v1/calibrations']['get']['parameters']['query']>} CalibrationQuery */

/** @param {Record<string, string>} filters */
export const calibrationsQuery = (filters) =>
  queryOptions({
    queryKey: ['calibrations', 'list', filters],
    queryFn: ({ signal }) => {
      const query = /** @type {CalibrationQuery} */ (chosen({ limit: pageLength, ...filters }));
      return /** @type {Promise<import('../access/api.js').Page<CalibrationListed>>} */ (
        take(api.GET('/api/v1/calibrations', { params: { query }, signal }))
      );
    },
  });

export const proposalQuery = () =>
  queryOptions({
    queryKey: ['calibrations', 'proposal'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/calibrations/proposal', { signal })),
  });

/** Everybody who may grade, each with what keeps them from the case. @param {string} auditId */
export const candidatesQuery = (auditId) =>
  queryOptions({
    queryKey: ['calibrations', 'candidates', auditId],
    queryFn: async ({ signal }) => {
      const query = { audit_id: auditId, limit: 200 };
      const page = await take(api.GET('/api/v1/calibrations/candidates', { params: { query }, signal }));
      return /** @type {Candidate[]} */ (page.items);
    },
  });

/** @param {string} id */
const at = (id) => ({ path: { calibration_id: id } });
/** @param {{ id: string, version: number }} calibration */
const atVersion = ({ id, version }) => ({ ...at(id), header: { 'if-match': ifMatch(version) } });

/** @param {string} id */
export const calibrationQuery = (id) =>
  queryOptions({
    queryKey: ['calibrations', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/calibrations/{calibration_id}', { params: at(id), signal })),
  });

/** @param {string} id */
export const resultsQuery = (id) =>
  queryOptions({
    queryKey: ['calibrations', id, 'results'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/calibrations/{calibration_id}/results', { params: at(id), signal })),
  });

/** @param {Schemas['CalibrationCreate']} calibration */
export const createCalibration = (calibration) => take(api.POST('/api/v1/calibrations', { body: calibration }));

/** @param {Calibration} calibration @param {Schemas['CalibrationUpdate']} change */
export const updateCalibration = (calibration, change) =>
  take(api.PATCH('/api/v1/calibrations/{calibration_id}', { params: atVersion(calibration), body: change }));

/** @param {string} id @param {string[]} personIds */
export const inviteToCalibration = (id, personIds) =>
  take(
    api.POST('/api/v1/calibrations/{calibration_id}/invitations', { params: at(id), body: { person_ids: personIds } }),
  );

/** @param {string} id @param {Schemas['CalibrationGrades']} grades */
export const gradeCalibration = (id, grades) =>
  take(api.POST('/api/v1/calibrations/{calibration_id}/grade', { params: at(id), body: grades }));

/** @param {string} id */
export const standAside = (id) =>
  take(api.POST('/api/v1/calibrations/{calibration_id}/stand-aside', { params: at(id) }));

/** @param {string} id */
export const closeCalibration = (id) =>
  take(api.POST('/api/v1/calibrations/{calibration_id}/close', { params: at(id) }));

/** @param {Results} results @param {Schemas['CalibrationAgree']} agreed */
export const agreeGrades = (results, agreed) =>
  take(
    api.PUT('/api/v1/calibrations/{calibration_id}/agreed', {
      params: atVersion({ id: results.calibration_id, version: results.version }),
      body: agreed,
    }),
  );
