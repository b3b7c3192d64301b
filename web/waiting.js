// @ts-check
// Says so where the page's own scripts can't load. It is no module, so it also runs where modules are refused: in a frame
// with sandbox="allow-scripts" whose host sends no Access-Control-Allow-Origin, and in old browsers.

window.addEventListener(
  'error',
  ({ target }) => {
    if (!(target instanceof HTMLScriptElement) || document.documentElement.dataset.state !== 'loading') return;
    document.documentElement.dataset.state = 'failed';
    const cover = document.getElementById('cover');
    if (cover === null) return;
    cover.setAttribute('role', 'alert');
    cover.textContent =
      'The playground could not load its scripts. If it is shown in a frame of another page, the frame may forbid them: ' +
      'its sandbox needs "allow-same-origin", or its host has to send "Access-Control-Allow-Origin". Opened in a tab of its ' +
      'own it works.';
  },
  true,
);
