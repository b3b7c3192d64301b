// @ts-check
// The experiment in the page's address. Whatever stands there may have been written by anyone: it is read as JSON and
// nothing else, its size and its shape are checked here and its values by the core, and what is refused changes nothing.

/** What an address may hold, in characters. Small data sets given in place travel in it too. */
export const LINK_LIMIT = 32_000;

/** Entries of the longest list of numbers that a setting may be. No model has one nearly as long. */
const LIST_LIMIT = 256;

const FIELDS = ['model', 'data', 'seed', 'settings'];

/**
 * An experiment as plain JSON.
 * @typedef {{ model: string, data: unknown, seed?: number, settings?: Record<string, unknown> }} Spec
 */

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isListOfNumbers(value) {
  return Array.isArray(value) && value.length <= LIST_LIMIT && value.every((entry) => typeof entry === 'number');
}

/**
 * Reads the experiment in a fragment.
 * @param {string} fragment of an address, with or without '#'
 * @returns {{ spec: Spec | null, refusal: string | null }} both null where the fragment holds no experiment
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
    return refuse('what follows the # must be one JSON object with the fields model, data, seed and settings.');
  }
  const unknown = Object.keys(value).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    return refuse(`it has a field ${quote(unknown)}; the fields are model, data, seed and settings.`);
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
  return { spec: /** @type {Spec} */ (/** @type {unknown} */ (value)), refusal: null };
}

/**
 * Writes an experiment as a fragment, without '#'. Null where it is too large for an address.
 * @param {unknown} spec
 * @returns {string | null}
 */
export function writeLink(spec) {
  if (!fits(spec)) return null;
  // Colons and commas may stand in a fragment as they are, and keep it legible.
  const text = encodeURIComponent(JSON.stringify(spec)).replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text.length <= LINK_LIMIT ? text : null;
}

/**
 * Whether a value may fit into an address at all: own data may be so large that writing them out would take seconds.
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
 * The same experiment on data that are not in the link: what is left where they are too large for it.
 * @param {unknown} spec
 */
export function writeLinkWithoutData(spec) {
  return writeLink({ .../** @type {object} */ (spec), data: 'inline' });
}

/**
 * A foreign name as it may be shown: short, and without line breaks.
 * @param {string} name
 */
function quote(name) {
  const plain = name.replace(/[^\x20-\x7e]/g, '?');
  return JSON.stringify(plain.length > 40 ? `${plain.slice(0, 40)}...` : plain);
}

/**
 * Keeps the address bar in step with the experiment, at most twice a second.
 * @param {Window} window
 */
export function createLinkKeeper(window) {
  /** @type {unknown} */
  let latest = null;
  let timer = 0;
  const write = () => {
    timer = 0;
    const text = writeLink(latest) ?? writeLinkWithoutData(latest);
    if (text === null || `#${text}` === window.location.hash) return;
    try {
      window.history.replaceState(null, '', `#${text}`);
    } catch {
      // A frame without an address of its own (srcdoc, sandbox) may refuse; the experiment goes on all the same.
    }
  };
  return {
    /** @param {unknown} spec */
    keep(spec) {
      latest = spec;
      if (timer === 0) timer = window.setTimeout(write, 500);
    },
    /** The whole address of the experiment; `complete` says whether its data are in it. */
    address() {
      const whole = latest === null ? null : writeLink(latest);
      const text = whole ?? (latest === null ? null : writeLinkWithoutData(latest));
      return { address: text === null ? null : `${window.location.href.split('#')[0]}#${text}`, complete: whole !== null };
    },
  };
}
