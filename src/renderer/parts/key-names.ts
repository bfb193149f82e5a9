const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Delete: 'Del',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Enter',
  ' ': 'Space',
  Shift: isMac ? '⇧' : 'Shift',
  Alt: isMac ? '⌥' : 'Alt',
};

/** The keys of a shortcut such as `$mod+Shift+z` or `g r`, each as it is written on the key. */
export function keyNames(keys: string, mac = isMac): string[] {
  const needed = keys.replaceAll(/\[\w+\]\+/g, '');
  return splitKeys(needed).map((key) => {
    if (key === '$mod') return mac ? '⌘' : 'Ctrl';
    return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}

/** Presses stand apart by a space, the keys of one by a plus; the space bar is a space of its own. */
const splitKeys = (keys: string): string[] => (keys === ' ' ? [' '] : keys.split(' ').flatMap((press) => press.split(/\+(?=.)/)));
