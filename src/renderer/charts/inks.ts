/** Colours of the theme as a canvas takes them. A canvas knows no custom properties and no `light-dark()`. */
export interface Inks {
  readonly ink: string;
  readonly inkSoft: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly warn: string;
  readonly font: string;
}

const found = new Map<string, string>();

/** What a colour of the theme, such as `--line`, is in light or dark. */
export function themeColour(token: string, isDark: boolean): string {
  const key = `${token} ${isDark}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const probe = document.createElement('span');
  probe.style.cssText = `display: none; color-scheme: ${isDark ? 'dark' : 'light'}; color: var(${token})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  found.set(key, colour);
  return colour;
}

export function inksOf(isDark: boolean): Inks {
  const colour = (token: string): string => themeColour(token, isDark);
  return {
    ink: colour('--ink'),
    inkSoft: colour('--ink-soft'),
    line: colour('--line'),
    surface: colour('--surface'),
    accent: colour('--accent'),
    warn: colour('--warn'),
    font: getComputedStyle(document.body).fontFamily,
  };
}
