// @ts-check
// The colour theme: light, dark, or as the system is set. The choice is kept in localStorage if the browser allows it.

const kKey = 'harmonium.theme';
const kThemes = ['auto', 'light', 'dark'];

/** @returns {string | null} */
function remembered() {
  try {
    return window.localStorage.getItem(kKey);
  } catch {
    return null; // sandboxed frames have no storage
  }
}

/**
 * @param {{ root: HTMLElement, asked: string | null, onChange: (dark: boolean, theme: string) => void }} options
 *   asked: a theme named in the address; it applies to this visit and is not stored
 */
export function createTheme({ root, asked, onChange }) {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  let theme = [asked, remembered()].find((name) => name !== null && kThemes.includes(name)) ?? 'auto';

  const isDark = () => (theme === 'auto' ? system.matches : theme === 'dark');
  function apply() {
    root.dataset.theme = theme;
    onChange(isDark(), theme);
  }
  system.addEventListener('change', () => {
    if (theme === 'auto') apply();
  });
  root.dataset.theme = theme;

  return {
    isDark,
    get theme() {
      return theme;
    },
    /** @param {string} name */
    set(name) {
      if (!kThemes.includes(name)) return;
      theme = name;
      try {
        window.localStorage.setItem(kKey, name);
      } catch {
        // No storage: the theme applies to this visit.
      }
      apply();
    },
  };
}
