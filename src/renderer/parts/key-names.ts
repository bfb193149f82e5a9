const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const NAMES: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Delete: 'Del',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: 'Enter',
  ' ': 'Space',
  Shift: isMac ? '⇧' : 'Shift',
  Alt: isMac ? '⌥' : 'Alt',
};

/** The keys of a shortcut such as `$mod+Shift+z` or `g r`, each as it is written on the key. */
export function keyNames(keys: string, mac = isMac): string[] {
  const needed = keys.replaceAll(/\[\w+\]\+/g, '');
  return needed.split(/\+(?=.)| (?=.)/).map((key) => {
    if (key === '$mod') return mac ? '⌘' : 'Ctrl';
    return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}
