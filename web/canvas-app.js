// @ts-check
// Wraps the C functions of the ImGui app: JavaScript callers pass text and bytes as values.

/**
 * The part of app.mjs's module that is used here.
 * @typedef {{
 *   HEAPU8: Uint8Array,
 *   _malloc(size: number): number,
 *   _free(address: number): void,
 *   stringToNewUTF8(text: string): number,
 *   _app_start(dark: number): number,
 *   _app_catalogue(json: number): void,
 *   _app_block(length: number): number,
 *   _app_snapshot(): void,
 *   _app_status(json: number): void,
 *   _app_resize(width: number, height: number, ratio: number): void,
 *   _app_theme(dark: number): void,
 *   _app_context_lost(): void,
 *   _app_context_restored(): void,
 *   _app_frame(): number,
 *   _app_reduced_motion(reduced: number): void,
 *   _app_describe(): number,
 *   _app_board?(json: number): void,
 *   _app_stage?(view: number): void,
 * }} AppModule
 */

/**
 * What a host (canvas-host.js) shows in its canvas.
 * @typedef {{
 *   catalogue(json: string): void,
 *   snapshot(bytes: Uint8Array): void,
 *   status(json: string): void,
 *   resize(width: number, height: number, ratio: number): void,
 *   theme(dark: boolean): void,
 *   contextLost(): void,
 *   contextRestored(): void,
 *   reducedMotion(reduced: boolean): void,
 *   describe(): string,
 *   board(json: string): void,
 *   stage(view: string): void,
 *   frame(): boolean,
 * }} CanvasApp
 */

/**
 * Starts the app in a canvas. Answers null where there is no WebGL 2.
 * @param {{ canvas: HTMLCanvasElement, dark: boolean, onAction: (action: { type: string }) => void, requestFrame: () => void,
 *   wheelAtOnce?: boolean }} options wheelAtOnce: the wheel scrolls panels before the canvas has the focus
 * @returns {Promise<CanvasApp | null>}
 */
export async function startCanvasApp({ canvas, dark, onAction, requestFrame, wheelAtOnce = false }) {
    // The build makes the app, so the type check has no file to look at.
  const url = new URL('./app.mjs', import.meta.url).href;
  const { default: createApp } = await import(url);
  /** @type {AppModule} */
  const module = await createApp({
    canvas,
    // Delivered after the frame, since the app may send an action while it draws.
    onAction: (/** @type {string} */ json) => queueMicrotask(() => onAction(JSON.parse(json))),
    requestFrame,
    wheelAtOnce,
  });
  if (module._app_start(dark ? 1 : 0) === 0) return null;

  const withText = (/** @type {string} */ text, /** @type {(address: number) => void} */ use) => {
    const address = module.stringToNewUTF8(text);
    use(address);
    module._free(address);
  };
  return {
    catalogue: (json) => withText(json, (address) => module._app_catalogue(address)),
    status: (json) => withText(json, (address) => module._app_status(address)),
    board: (json) => withText(json, (address) => module._app_board?.(address)),
    stage: (view) => withText(view, (address) => module._app_stage?.(address)),
    // The block stays the app's: it fills its textures from there until the next snapshot.
    snapshot(bytes) {
      const address = module._app_block(bytes.length);
      module.HEAPU8.set(bytes, address);
      module._app_snapshot();
    },
    resize: (width, height, ratio) => module._app_resize(width, height, ratio),
    theme: (dark) => module._app_theme(dark ? 1 : 0),
    contextLost: () => module._app_context_lost(),
    contextRestored: () => module._app_context_restored(),
    reducedMotion: (reduced) => module._app_reduced_motion(reduced ? 1 : 0),
    describe() {
      const from = module._app_describe();
      return new TextDecoder().decode(module.HEAPU8.slice(from, module.HEAPU8.indexOf(0, from)));
    },
    frame: () => module._app_frame() !== 0,
  };
}
