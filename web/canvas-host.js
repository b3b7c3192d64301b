// @ts-check
// The canvas in its page. It draws a frame only when there is something new, matches its size to device pixels, and
// draws nothing while it is out of sight. The app takes mouse, wheel, touch and keys on the canvas only, and only while
// the canvas has the focus. Escape moves the focus out of the canvas, unless the app uses the key.

/** @typedef {import('./canvas-app.js').CanvasApp} CanvasApp */

/** Number of frame times that are kept, for measurements. */
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
  /** @type {string | null} */
  let next_work = null;
  let board_shown = '';
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
    drawing = true; // the app's answer says whether it wants another frame, so requests during the frame are ignored
    guarded((app) => {
      if (next_snapshot !== null) app.snapshot(next_snapshot);
      if (next_status !== null) app.status(next_status);
      if (next_board !== null) app.board((board_shown = next_board));
      if (next_work !== null) app.board(next_work);
      // The newest data go in just before the frame. Older data that no frame has shown are dropped.
      next_snapshot = next_status = next_board = next_work = null;
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

  // Setting the size clears the canvas. It is drawn again at once, so that no empty frame is shown.
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
    // With a device emulated in developer tools, browsers report pixels of the real screen. They are not used then.
    const meant = contentRect.width * window.devicePixelRatio;
    if (exact && Math.abs(exact.inlineSize - meant) < 2) fit(exact.inlineSize, exact.blockSize);
    else fitBox();
  });
  try {
    resizes.observe(box, { box: 'device-pixel-content-box' });
  } catch {
    resizes.observe(box); // the browser does not know device-pixel-content-box
  }
  undo.push(() => resizes.disconnect());

  // A window that moves to another screen may change the pixel ratio and keep its size.
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
    event.preventDefault(); // otherwise the browser does not restore the context
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
     * Sets the app that the canvas shows.
     * @param {CanvasApp} shown
     */
    attach(shown) {
      app = shown;
      if (size.width === 0) fitBox();
      guarded((app) => app.resize(size.width, size.height, size.ratio));
      requestFrame();
    },

    /**
     * Sets the snapshot that the next frame shows. It replaces an earlier one that was not drawn: frames never queue.
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

    /** @param {string} json experiments side by side @param {object | null} busy what is measured for them */
    board(json, busy) {
      // Reading the table takes the app milliseconds, and what is measured changes many times a second.
      next_board = json === board_shown ? null : json;
      next_work = JSON.stringify({ busy });
      requestFrame();
    },

    /** @param {string} view the view to show large */
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

    /** Time of the main thread for each of the last frames, in milliseconds, oldest first. */
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
