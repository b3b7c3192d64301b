// @ts-check
// Saved runs in the visitor's own browser (IndexedDB). Nothing is sent anywhere. A browser may forbid it, forget it or
// be full: then nothing is kept, and no call fails.

/**
 * What is kept of a run besides its bytes.
 * @typedef {object} KeptRun
 * @property {string} id
 * @property {number} when milliseconds since 1970
 * @property {string} model its title
 * @property {string} data title of its data
 * @property {number} seed
 * @property {number} updates
 * @property {number} seconds how long it was trained on the page
 */

const kName = 'harmonium';
const kRuns = 'runs';
const kFiles = 'files';
/** So many runs are kept: the newest ones, and of the others those that were trained longest. */
const kNewest = 3;
const kLongest = 3;
/** In localStorage, so that a page knows without opening the store whether there may be runs. */
const kFlag = 'harmonium.runs';

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {() => IDBFactory} factory may throw, as indexedDB does in frames without an origin @param {() => Storage} flags */
export function createRunStore(factory, flags) {
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;
  function open() {
    const request = factory().open(kName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(kRuns, { keyPath: 'id' });
      request.result.createObjectStore(kFiles);
    };
    return answer(request).then((database) => {
      // Another page of another version wants to change the store.
      database.onversionchange = () => {
        database.close();
        opened = null;
      };
      return database;
    });
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(runs: IDBObjectStore, files: IDBObjectStore) => Promise<T>} work
   * @param {T} otherwise where the store cannot be used
   * @returns {Promise<T>}
   */
  async function use(mode, work, otherwise) {
    try {
      opened ??= open();
      const transaction = (await opened).transaction([kRuns, kFiles], mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(null);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
      done.catch(() => {}); // awaited below, unless the work fails first
      const result = await work(transaction.objectStore(kRuns), transaction.objectStore(kFiles));
      await done;
      return result;
    } catch {
      opened = null;
      return otherwise;
    }
  }

  /** @param {boolean} any */
  function flag(any) {
    try {
      if (any) flags().setItem(kFlag, '1');
      else flags().removeItem(kFlag);
    } catch {
      // Nothing is offered after a reload then.
    }
  }

  return {
    /** The runs that are kept, the newest first. @returns {Promise<KeptRun[]>} */
    async list() {
      const runs = await use('readonly', (table) => answer(table.getAll()), []);
      flag(runs.length > 0);
      return runs.filter(isRun).sort((a, b) => b.when - a.when);
    },

    /** A run has been put into the store elsewhere. */
    noteAny: () => flag(true),

    /** @param {string} id @returns {Promise<Uint8Array | null>} */
    file: (id) => use('readonly', async (_, files) => (await answer(files.get(id))) ?? null, null),

    /**
     * Keeps a run, in place of an earlier state of it, and forgets what there is no more room for.
     * @param {KeptRun} run
     * @param {Uint8Array} file
     * @param {string} [spared] the id of a run that is not forgotten
     * @returns {Promise<boolean>} whether it is kept
     */
    async keep(run, file, spared) {
      const kept = await use(
        'readwrite',
        async (runs, files) => {
          runs.put(run);
          files.put(file, run.id);
          const all = (await answer(runs.getAll())).sort((a, b) => Number(b.when) - Number(a.when));
          const older = all.slice(kNewest).filter(({ id }) => id !== spared);
          for (const { id } of older.sort((a, b) => Number(b.seconds) - Number(a.seconds)).slice(kLongest)) {
            runs.delete(id);
            files.delete(id);
          }
          return true;
        },
        false,
      );
      if (kept) flag(true);
      return kept;
    },

    /** @param {string} id */
    async forget(id) {
      await use(
        'readwrite',
        async (runs, files) => {
          runs.delete(id);
          files.delete(id);
        },
        undefined,
      );
      await this.list(); // sets the flag
    },
  };
}

/** Whether an entry of the store is one of this version. @param {any} run @returns {run is KeptRun} */
const isRun = (run) =>
  ['id', 'model', 'data'].every((name) => typeof run?.[name] === 'string') &&
  ['when', 'seed', 'updates', 'seconds'].every((name) => typeof run[name] === 'number');
