// The functions of the page that the app calls, as a library for Emscripten's linker (--js-library).
//
// The canvas is one element of a page that has other uses, so these rules hold. All listeners are on the canvas. The
// wheel is used only where a panel did scroll, and, unless the page gives the canvas the wheel at once, while it has the
// focus. A finger on a canvas without focus scrolls
// the page. A key is used only if the app handled it. Two fingers and Ctrl + wheel remain the browser's zoom.
addToLibrary({
  $harmoniumTimer: { id: 0 },

  // The canvas may be inside a shadow root, where the selector "#canvas" would not find it.
  harmonium_adopt_canvas__deps: ['$specialHTMLTargets'],
  harmonium_adopt_canvas: () => {
    specialHTMLTargets['#canvas'] = Module['canvas'];
  },

  harmonium_action__deps: ['$UTF8ToString'],
  harmonium_action: (json) => Module['onAction'](UTF8ToString(json)),

  harmonium_request_frame: () => Module['requestFrame'](),

  // Only the last request counts: each frame says anew when the next one is due.
  harmonium_request_frame_later__deps: ['$harmoniumTimer'],
  harmonium_request_frame_later: (milliseconds) => {
    clearTimeout(harmoniumTimer.id);
    harmoniumTimer.id = setTimeout(() => Module['requestFrame'](), milliseconds);
  },

  harmonium_canvas_size: (width, height) => {
    const canvas = Module['canvas'];
    // Setting a size clears the canvas even if the size is the same.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  },

  harmonium_cursor__deps: ['$UTF8ToString'],
  harmonium_cursor: (css) => {
    Module['canvas'].style.cursor = UTF8ToString(css);
  },

  harmonium_copy__deps: ['$UTF8ToString'],
  harmonium_copy: (text) => {
    // Without permission nothing is copied; there is nothing else to do about it.
    navigator.clipboard?.writeText(UTF8ToString(text)).catch(() => {});
  },

  harmonium_listen__deps: ['$stringToNewUTF8', 'free'],
  harmonium_listen: () => {
    const canvas = Module['canvas'];
    const kinds = ['mouse', 'touch', 'pen'];
    // Inside a shadow root document.activeElement is the host, not the canvas.
    const focused = () => canvas.getRootNode().activeElement === canvas;
    const held = (event) =>
      (event.shiftKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
    const withText = (text, use) => {
      const bytes = stringToNewUTF8(text);
      const answer = use(bytes);
      _free(bytes);
      return answer;
    };
    const scale = () => canvas.width / Math.max(canvas.clientWidth, 1);

    const pointer = (what) => (event) => {
      if (!event.isPrimary) return;
      // The browser moves the focus by itself and knows that a mouse or a tap needs no outline. The capture lets a drag
      // go on outside of the canvas.
      if (what === 1) canvas.setPointerCapture(event.pointerId);
      _app_pointer(what, event.offsetX * scale(), event.offsetY * scale(), event.button,
        Math.max(kinds.indexOf(event.pointerType), 0), held(event), event.timeStamp);
    };
    canvas.addEventListener('pointermove', pointer(0));
    canvas.addEventListener('pointerdown', pointer(1));
    canvas.addEventListener('pointerup', pointer(2));
    canvas.addEventListener('pointercancel', pointer(3));
    canvas.addEventListener('pointerleave', pointer(4));

    canvas.addEventListener('wheel', (event) => {
      if (event.ctrlKey || !(Module['wheelAtOnce'] || focused())) return;
      // Browsers report the wheel in pixels, lines or pages; a line counts as 32 pixels.
      const unit = [1, 32, canvas.clientHeight][event.deltaMode] * scale();
      const used = _app_wheel(event.offsetX * scale(), event.offsetY * scale(), event.deltaX * unit, event.deltaY * unit);
      if (used) event.preventDefault();
    }, { passive: false });

    const key = (down) => (event) => {
      // Keys of an input method are parts of a character that is not complete yet.
      if (event.isComposing) return;
      const used = withText(event.key, (name) => _app_key(down, name, held(event), event.repeat ? 1 : 0));
      if (used) event.preventDefault();
    };
    canvas.addEventListener('keydown', key(1));
    canvas.addEventListener('keyup', key(0));
    canvas.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text && withText(text.slice(0, 200), (bytes) => _app_text(bytes))) event.preventDefault();
    });

    const focus = (on) => () => {
      canvas.style.touchAction = on ? 'pinch-zoom' : 'pan-y pinch-zoom';
      _app_focus(on ? 1 : 0);
    };
    canvas.addEventListener('focus', focus(true));
    canvas.addEventListener('blur', focus(false));
    canvas.style.touchAction = focused() ? 'pinch-zoom' : 'pan-y pinch-zoom';
  },
});
