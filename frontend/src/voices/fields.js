/** The voices of an audit, and a view, as flat fields that can each change alone. */

/** @typedef {import('../kernel/autosave.js').Fields} Fields */
/** @typedef {import('./api.js').Schemas} Schemas */

/** What a voice says in fields of its own. */
const own = /** @type {const} */ ([
  'relation',
  'state',
  'reason',
  'means',
  'heard_on',
  'asked_by',
  'said',
  'is_judgement_changed',
  'change',
]);

/** How many people of a family can be heard. */
const most = 6;

/** @param {import('./api.js').Voices} held @returns {Fields} */
export function fieldsOf(held) {
  /** @type {Fields} */
  const fields = {};
  for (const [place, voice] of Object.entries(held.voices)) {
    for (const name of own) fields[`${place}/${name}`] = voice[name];
    for (const [id, words] of Object.entries(voice.sections)) {
      fields[`${place}/sections/${id}/said`] = words.said;
      fields[`${place}/sections/${id}/is_judgement_changed`] = words.is_judgement_changed;
    }
  }
  return fields;
}

/** The body that sends these changes and nothing else. @param {Fields} changes @returns {Schemas['VoicesUpdate']} */
export function bodyOf(changes) {
  /** @type {Record<string, any>} */
  const voices = {};
  for (const [field, value] of Object.entries(changes)) {
    const [place = '', name = '', id, part] = field.split('/');
    const voice = (voices[place] ??= {});
    if (name === 'sections' && id && part) ((voice.sections ??= {})[id] ??= {})[part] = value;
    else voice[name] = value;
  }
  for (const [place, { is_removed: isRemoved, ...rest }] of Object.entries(voices)) {
    voices[place] = isRemoved ? null : rest;
  }
  return { voices };
}

/** The people of the family of whom something is written or begun, at least the first. @param {Fields} values */
export function familyIn(values) {
  const places = new Set(Object.keys(values).map((field) => field.split('/')[0] ?? ''));
  const family = [...places].filter((place) => place.startsWith('family_') && !values[`${place}/is_removed`]);
  return family.length ? family.toSorted() : ['family_1'];
}

/** The next free place in the family, if there is one. @param {Fields} values */
export function nextPlace(values) {
  const taken = familyIn(values);
  return Array.from({ length: most }, (_, i) => `family_${i + 1}`).find((place) => !taken.includes(place));
}

/** @param {import('./api.js').View} view @returns {Fields} */
export function viewFieldsOf(view) {
  /** @type {Fields} */
  const fields = {
    overall_grade: view.overall_grade,
    overall_reason: view.overall_reason,
    proud_of: view.proud_of,
    would_do_differently: view.would_do_differently,
  };
  for (const kind of /** @type {const} */ (['sections', 'questions'])) {
    for (const [id, { grade, reason }] of Object.entries(view[kind])) {
      fields[`${kind}/${id}/grade`] = grade;
      fields[`${kind}/${id}/reason`] = reason ?? '';
    }
  }
  return fields;
}

/** @param {Fields} changes @returns {Schemas['ViewUpdate']} */
export function viewBodyOf(changes) {
  /** @type {Record<string, any>} */
  const body = {};
  for (const [field, value] of Object.entries(changes)) {
    const [top = '', id, part] = field.split('/');
    if (id && part) ((body[top] ??= {})[id] ??= {})[part] = value;
    else body[top] = value;
  }
  return body;
}
