// @ts-check
// The experiment in the page's address. Anyone can write an address. It is therefore read as JSON and never evaluated;
// its size and structure are checked here and its values by the core. A refused address changes nothing.

/** Longest fragment of an address, in characters. It also has to hold small data sets that are given in place. */
export const LINK_LIMIT = 32_000;

/** Most entries of a setting that is a list of numbers. No model has a list nearly as long. */
const LIST_LIMIT = 256;

const FIELDS = ['model', 'data', 'seed', 'settings', 'until'];
/** Where the page rests: one of these, a number of updates or epochs in all, or true for the end of the first stage. */
const UNTIL = ['updates', 'epochs', 'toEndOfStage'];

/**
 * An experiment as plain JSON, and where the page rests.
 * @typedef {{ model: string, data: unknown, seed?: number, settings?: Record<string, unknown>,
 *   until?: import('./ends.js').Until }} Spec
 */

/**
 * Whether a value is a JSON object.
 * @param {unknown} value
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isGoal(value) {
  const entries = isObject(value) ? Object.entries(/** @type {object} */ (value)) : [];
  if (entries.length !== 1 || !UNTIL.includes(entries[0][0])) return false;
  const [[name, goal]] = entries;
  if (name === 'toEndOfStage') return goal === true;
  return typeof goal === 'number' && goal > 0 && goal <= 1e9 && (name === 'epochs' || Number.isInteger(goal));
}

/** @param {unknown} value */
function isListOfNumbers(value) {
  return Array.isArray(value) && value.length <= LIST_LIMIT && value.every((entry) => typeof entry === 'number');
}

/**
 * Reads the experiment from the fragment of an address.
 * @param {string} fragment of an address, with or without '#'
 * @returns {{ spec: Spec | null, refusal: string | null }} both are null where the fragment holds no experiment
 */
export function parseLink(fragment) {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text === '') return { spec: null, refusal: null };
  const refuse = (/** @type {string} */ why) => ({ spec: null, refusal: `The link was not followed: ${why}` });
  if (text.length > LINK_LIMIT) {
    return refuse(`it is ${text.length} characters long, and at most ${LINK_LIMIT} are read.`);
  }
  let json;
  try {
    json = decodeURIComponent(text);
  } catch {
    return refuse('its text is damaged (a % that is not followed by two hexadecimal digits of UTF-8).');
  }
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse('what follows the # is not a JSON object such as {"model":"rbm","data":"digits","seed":1}.');
  }
  if (!isObject(value)) {
    return refuse('what follows the # must be one JSON object with the fields model, data, seed, settings and until.');
  }
  const unknown = Object.keys(value).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    return refuse(`it has a field ${quote(unknown)}; the fields are model, data, seed, settings and until.`);
  }
  if (typeof value.model !== 'string') return refuse('its field model must be the name of a model, such as "rbm".');
  if (typeof value.data !== 'string' && !isObject(value.data)) {
    return refuse('its field data must be the name of a data set, or a small set given in place.');
  }
  if ('seed' in value && !(Number.isSafeInteger(value.seed) && Number(value.seed) >= 0)) {
    return refuse(`its seed must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  }
  if ('settings' in value) {
    if (!isObject(value.settings)) return refuse('its field settings must be a JSON object.');
    for (const [name, setting] of Object.entries(value.settings)) {
      if (!['number', 'string', 'boolean'].includes(typeof setting) && !isListOfNumbers(setting)) {
        return refuse(
          `its setting ${quote(name)} must be a number, a text, true or false, or a list of at most ${LIST_LIMIT} numbers.`,
        );
      }
    }
  }
  if ('until' in value && !isGoal(value.until)) {
    return refuse('its field until must have one of updates and epochs, a number above 0, or toEndOfStage, true.');
  }
  return { spec: /** @type {Spec} */ (/** @type {unknown} */ (value)), refusal: null };
}

/**
 * Writes an experiment as a fragment, without '#'. Answers null if it is too large for an address.
 * @param {unknown} spec
 * @returns {string | null}
 */
export function writeLink(spec) {
  if (!fits(spec)) return null;
  // A fragment may contain colons and commas as they are. They keep it readable.
  const text = encodeURIComponent(JSON.stringify(spec)).replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text.length <= LINK_LIMIT ? text : null;
}

/**
 * Whether a value may fit into an address. This comes before it is written out, which would take seconds for large
 * data.
 * @param {unknown} value
 */
function fits(value) {
  let room = LINK_LIMIT;
  /** @param {unknown} part */
  const visit = (part) => {
    room -= typeof part === 'string' ? part.length + 2 : 1;
    if (room > 0 && typeof part === 'object' && part !== null) for (const inner of Object.values(part)) if (!visit(inner)) break;
    return room > 0;
  };
  return visit(value);
}

/**
 * Writes the experiment with "inline" in place of its data, for data that are too large for a link.
 * @param {unknown} spec
 */
export function writeLinkWithoutData(spec) {
  return writeLink({ .../** @type {object} */ (spec), data: 'inline' });
}

/**
 * A name from a link, made safe to show: short and without line breaks.
 * @param {string} name
 */
function quote(name) {
  const plain = name.replace(/[^\x20-\x7e]/g, '?');
  return JSON.stringify(plain.length > 40 ? `${plain.slice(0, 40)}...` : plain);
}
