// @ts-check
// Puts runs away without holding up the page. The bytes stay with the page, which goes on with them if the core dies, so
// they are copied for a Worker, a slice at a time, and the Worker writes them. Where there is no Worker, and while the
// page is hidden, as it is before it is left, the page writes them itself, in one go.

/** @typedef {import('./store.js').KeptRun} KeptRun */

/** Bytes that are copied in one turn of the main thread: about half a millisecond. */
const kSlice = 256 * 1024;
/** A Worker that has not begun, or has not written a run, after this time is given up. */
const kStartMilliseconds = 5000;
const kWriteMilliseconds = 60_000;

/**
 * @param {{ store: Pick<ReturnType<typeof import('./store.js').createRunStore>, 'keep' | 'noteAny'>, hidden: () => boolean,
 *   spawn?: () => Worker }} page hidden: whether nobody sees the page
 */
export function createRunWriter({ store, hidden, spawn = () => new Worker(new URL('worker.js', import.meta.url), { type: 'module', name: 'kept-runs' }) }) {
  /** @type {Promise<Worker | null> | null} */
  let started = null;

  /** @returns {Promise<Worker | null>} null where no Worker can be had */
  async function start() {
    try {
      const worker = spawn();
      const { ready } = await answer(worker, kStartMilliseconds);
      if (ready) return worker;
      worker.terminate();
    } catch {
      // Workers are refused here.
    }
    return null;
  }

  return {
    /**
     * Keeps a run, as the store does. One call at a time.
     * @param {KeptRun} run
     * @param {Uint8Array} file it is not changed meanwhile
     * @param {string} [spared]
     * @returns {Promise<boolean>} whether it is kept
     */
    async keep(run, file, spared) {
      if (hidden()) return store.keep(run, file, spared);
      const worker = await (started ??= start());
      if (worker === null) return store.keep(run, file, spared);
      const answered = answer(worker, kWriteMilliseconds);
      for (let at = 0; at < file.length; at += kSlice) {
        const slice = file.slice(at, at + kSlice);
        worker.postMessage({ slice }, [slice.buffer]);
        // Timers of a hidden page wait a second each.
        if (!hidden()) await new Promise((go) => setTimeout(go));
      }
      worker.postMessage({ run, spared });
      const { kept, failed } = await answered;
      if (failed) {
        worker.terminate();
        started = Promise.resolve(null);
        return store.keep(run, file, spared);
      }
      if (kept) store.noteAny();
      return kept === true;
    },

    close: () => void started?.then((worker) => worker?.terminate()),
  };
}

/**
 * The next message of a Worker; { failed: true } if it fails, or does not answer in time.
 * @param {Worker} worker
 * @param {number} milliseconds
 * @returns {Promise<{ ready?: boolean, kept?: boolean, failed?: boolean }>}
 */
const answer = (worker, milliseconds) =>
  new Promise((resolve) => {
    const late = setTimeout(() => resolve({ failed: true }), milliseconds);
    const end = (/** @type {object} */ message) => {
      clearTimeout(late);
      resolve(message);
    };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = (event) => {
      event.preventDefault();
      end({ failed: true });
    };
  });
