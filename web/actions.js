// @ts-check
// The fields of the page's actions. The canvas, the form and scripts on the page send them; a wrong one is refused
// before anything is changed. Fields that are not listed are the business of who carries the action out.

import { invalidRequest, reading } from './errors.js';
import { check, isRecord, kLargest, names, number, oneOf, optional, text, whole } from './fields.js';
import { show } from './words.js';

const name = text(256);
/** @type {import('./fields.js').Field} */
const record = { is: isRecord, allowed: 'an object' };

/** @type {Record<string, import('./fields.js').Fields>} */
const kActions = {
  speed: { value: oneOf('slow', '1', '10', '100', 'full') },
  seed: { value: whole(0, kLargest) },
  set: { option: name },
  open: { spec: record },
  model: { value: name },
  data: { value: name },
  preset: { value: name },
  openData: { data: record },
  measure: { name, options: optional(record) },
  views: { names },
  stage: { name: optional(name) },
  reached: { value: text(1024) },
  chainSpeed: { value: number(0, 1e6) },
  boardRemove: { index: whole(0, kLargest) },
  boardOpen: { index: whole(0, kLargest), seed: optional(whole(0, kLargest)) },
  boardExport: { format: oneOf('json', 'csv') },
};

/**
 * A copy of an action with checked fields.
 * @param {unknown} action
 * @returns {{ type: string, [field: string]: any }}
 */
export function checkAction(action) {
  return reading('An action', () => {
    if (!isRecord(action)) throw invalidRequest(`An action is ${show(action)}; allowed is an object with a "type".`);
    const copy = { .../** @type {any} */ (action) };
    check('An action', 'type', copy.type, name);
    const table = Object.hasOwn(kActions, copy.type) ? kActions[copy.type] : {};
    for (const [field, kind] of Object.entries(table)) copy[field] = check(copy.type, field, copy[field], kind);
    return copy;
  });
}
