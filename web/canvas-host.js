// @ts-check
// The canvas as a good guest of its page: it draws only when there is something new, fits its box to the device's pixel, and
// sleeps while nobody sees it. The app in it takes its own mouse, wheel, touch and keys, all of them on the canvas alone and
// only while it is focused; Escape, where the app has no use for it, leaves the canvas.

/** @typedef {import('./canvas-app.js').CanvasApp} CanvasApp */

/** How many frame times are remembered. */
const REMEMBERED = 1024;

/**
 * @param {{
 *   canvas: HTMLCanvasElement,
 *   box: HTMLElement,
 *   onFailure: (error: unknown) => void,
 *   onContext: (lost: boolean) => void,
 * }} options box: the element the canvas fills
 */
export function createHost({ canvas, box, onFailure, onContext }) {
  /** @type {CanvasApp | null} */
  let app = null;
  let scheduled = 0;
  let drawing = false;
  let context_lost = false;
  let on_screen = true;
  let frames = 0;
  const milliseconds = new Float64Array(REMEMBERED);
  /** @type {Uint8Array | null} */
  let next_snapshot = null;
  /** @type {string | null} */
  let next_status = null;
  /** @type {string | null} */
  let next_board = null;
  let size = { width: 0, height: 0, ratio: 0 };
  /** @type {(() => void)[]} */
  const undo = [];

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  function listen(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    undo.push(() => target.removeEventListener(type, listener, options));
  }

  /** Runs something of the app. If it fails, the canvas is given up and the rest of the page goes on. */
  function guarded(/** @type {(app: CanvasApp) => void} */ work) {
    if (app === null) return;
    try {
      work(app);
    } catch (error) {
      app = null;
      onFailure(error);
    }
  }

  function drawNow() {
    if (scheduled !== 0) cancelAnimationFrame(scheduled);
    scheduled = 0;
    if (app === null || context_lost || !on_screen || size.width === 0) return;
    const began = performance.now();
    let again = false;
    drawing = true; // what the app asks for meanwhile is in its answer
    guarded((app) => {
      if (next_snapshot !== null) app.snapshot(next_snapshot);
      if (next_status !== null) app.status(next_status);
      if (next_board !== null) app.board(next_board);
      next_snapshot = next_status = next_board = null;
      again = app.frame();
    });
    drawing = false;
    milliseconds[frames % REMEMBERED] = performance.now() - began;
    frames += 1;
    if (again) requestFrame();
  }

  function requestFrame() {
    if (scheduled === 0 && !drawing && app !== null) scheduled = requestAnimationFrame(drawNow);
  }

  // A canvas is cleared when its size is set, so it is drawn again at once: nobody sees it empty.
  function fit(/** @type {number} */ pixels_wide, /** @type {number} */ pixels_high) {
    const ratio = window.devicePixelRatio || 1;
    const width = pixels_wide / ratio;
    const height = pixels_high / ratio;
    if (size.width === width && size.height === height && size.ratio === ratio) return;
    size = { width, height, ratio };
    if (app === null) return;
    guarded((app) => app.resize(width, height, ratio));
    drawNow();
  }

  function fitBox() {
    const { width, height } = box.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    fit(Math.round(width * ratio), Math.round(height * ratio));
  }

  const resizes = new ResizeObserver((entries) => {
    const { contentRect, devicePixelContentBoxSize } = entries[entries.length - 1];
    const exact = devicePixelContentBoxSize?.[0];
    // A browser that pretends to another screen, as developer tools do, reports the pixels of the screen it has.
    const meant = contentRect.width * window.devicePixelRatio;
    if (exact && Math.abs(exact.inlineSize - meant) < 2) fit(exact.inlineSize, exact.blockSize);
    else fitBox();
  });
  try {
    resizes.observe(box, { box: 'device-pixel-content-box' });
  } catch {
    resizes.observe(box); // browsers that lack the exact box
  }
  undo.push(() => resizes.disconnect());

  // The ratio changes without a change of size when a window moves to another screen.
  let unwatchRatio = () => {};
  function watchRatio() {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const changed = () => {
      unwatchRatio();
      watchRatio();
      fitBox();
    };
    query.addEventListener('change', changed);
    unwatchRatio = () => query.removeEventListener('change', changed);
  }
  watchRatio();
  undo.push(() => unwatchRatio());

  const sight = new IntersectionObserver((entries) => {
    on_screen = entries[entries.length - 1].isIntersecting;
    if (on_screen) requestFrame();
  });
  sight.observe(box);
  undo.push(() => sight.disconnect());

  listen(canvas, 'webglcontextlost', (event) => {
    event.preventDefault(); // without this the browser never gives it back
    context_lost = true;
    guarded((app) => app.contextLost());
    onContext(true);
  });
  listen(canvas, 'webglcontextrestored', () => {
    context_lost = false;
    guarded((app) => app.contextRestored());
    onContext(false);
    requestFrame();
  });

  listen(canvas, 'keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) canvas.blur();
  });

  return {
    requestFrame,

    /**
     * From now on the canvas shows this.
     * @param {CanvasApp} shown
     */
    attach(shown) {
      app = shown;
      if (size.width === 0) fitBox();
      guarded((app) => app.resize(size.width, size.height, size.ratio));
      requestFrame();
    },

    /**
     * What the next frame shows. Only the newest is kept: a frame never waits and never queues.
     * @param {Uint8Array} bytes
     */
    snapshot(bytes) {
      next_snapshot = bytes;
      requestFrame();
    },

    /** @param {object} status */
    status(status) {
      next_status = JSON.stringify(status);
      requestFrame();
    },

    /** @param {string} json experiments side by side */
    board(json) {
      next_board = json;
      requestFrame();
    },

    /** @param {string} view the view to show on the stage */
    stage(view) {
      guarded((app) => app.stage(view));
      requestFrame();
    },

    /** @param {boolean} dark */
    theme(dark) {
      guarded((app) => app.theme(dark));
      requestFrame();
    },

    /** Frames drawn so far. */
    get frames() {
      return frames;
    },

    /** The main thread's work for the last frames, oldest first, in milliseconds. */
    get frameMilliseconds() {
      const kept = Math.min(frames, REMEMBERED);
      return Array.from({ length: kept }, (_, i) => milliseconds[(frames - kept + i) % REMEMBERED]);
    },

    close() {
      if (scheduled !== 0) cancelAnimationFrame(scheduled);
      app = null;
      for (const step of undo) step();
    },
  };
}
