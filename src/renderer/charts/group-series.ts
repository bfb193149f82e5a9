/** Curves that stand on one card. */
export interface CardGroup {
  /** Tells cards apart. */
  readonly id: string;
  readonly title: string;
  readonly names: readonly string[];
}

export interface Section {
  readonly id: string;
  readonly cards: readonly CardGroup[];
}

/** Sections that come first and last; between them those of the method's links, by name. */
const FIRST = ['loss', 'validation', 'test', 'train'];
const LAST = ['gradient', 'geometry', 'schedule', 'Loss', 'Evaluation', 'official', 'system'];
/** What the trainer writes without a section of its own; everything else without one is a tag of the official scripts. */
const OURS = new Set(['rate', 'epoch']);

/** The section of a series: what stands before the first `/`. */
export function sectionOf(name: string): string {
  const at = name.indexOf('/');
  if (at > 0) return name.slice(0, at);
  return OURS.has(name) ? 'schedule' : 'official';
}

/**
 * Sections of cards, from names of series. With `modalities`, series that differ only in the modality at their end (`test/accuracy`,
 * `test/accuracy/audio`) share a card; without, each has its own.
 */
export function sectionsOf(names: readonly string[], modalities: readonly string[]): Section[] {
  const sections = new Map<string, Map<string, string[]>>();
  for (const name of [...new Set(names)].sort(byName)) {
    const section = sections.get(sectionOf(name)) ?? new Map<string, string[]>();
    const base = baseOf(name, modalities);
    section.set(base, [...(section.get(base) ?? []), name]);
    sections.set(sectionOf(name), section);
  }
  return [...sections]
    .sort(([a], [b]) => rank(a) - rank(b) || byName(a, b))
    .map(([id, cards]) => ({ id, cards: [...cards].map(([base, group]) => ({ id: base, title: base, names: group })) }));
}

/** The modality that a series is of; null where it is of none. */
export function modalityOfSeries(name: string, modalities: readonly string[]): string | null {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return name.includes('/') && modalities.includes(last) ? last : null;
}

function baseOf(name: string, modalities: readonly string[]): string {
  const modality = modalityOfSeries(name, modalities);
  return modality === null ? name : name.slice(0, -modality.length - 1);
}

function rank(section: string): number {
  const [first, last] = [FIRST.indexOf(section), LAST.indexOf(section)];
  if (first >= 0) return first - FIRST.length;
  return last >= 0 ? last + 1 : 0;
}

/** By name, and what is of all modalities before what is of one. */
const byName = (a: string, b: string): number => sortKey(a).localeCompare(sortKey(b), 'en', { numeric: true });
const sortKey = (name: string): string => name.replace(/\/fused$/, '/');
