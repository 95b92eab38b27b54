/** What this room asks of the API about conventions: what counts, setting one, and trying one out. */
import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../kernel/client.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {Schemas['SettingRead']} Setting */
/** @typedef {Schemas['SettingSet']} SettingSet */
/** @typedef {Schemas['TrialRead']} Trial */

/** @param {string} code */
export const settingsQuery = (code) =>
  queryOptions({
    queryKey: ['indicators', code, 'settings'],
    queryFn: ({ signal }) =>
      /** @type {Promise<Setting[]>} */ (
        take(api.GET('/api/v1/indicators/{code}/settings', { params: { path: { code } }, signal }))
      ),
  });

/** @param {string} code @param {string} name @param {SettingSet} body */
export const setSetting = (code, name, body) =>
  /** @type {Promise<Setting>} */ (
    take(api.PUT('/api/v1/indicators/{code}/settings/{name}', { params: { path: { code, name } }, body }))
  );

/** @param {string} code @param {string} name @param {Schemas['SettingTrial']} body */
export const previewSetting = (code, name, body) =>
  /** @type {Promise<Trial>} */ (
    take(
      api.POST('/api/v1/indicators/{code}/settings/{name}/preview', {
        params: { path: { code, name } },
        body,
      }),
    )
  );

/** "10 working days"; one of them is a day. A choice between two numbers has no unit. @param {number} number @param {string} unit */
export const numberWords = (number, unit) =>
  unit === '0 or 1'
    ? String(number)
    : `${number.toLocaleString('en-GB')} ${number === 1 ? unit.replace(/s$/, '') : unit}`;
