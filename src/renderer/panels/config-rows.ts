import type { MethodCard } from '../../core/methods/card.ts';
import { publishedSetOf } from '../../core/published/match.ts';
import { RunConfig } from '../../core/train/config.ts';
import { officialOn } from '../../core/train/official/index.ts';

/** One setting of a run. */
export interface ConfigRow {
  /** Dots between names, as in `training.batch` or `links.redundancy-monitor.gamma`. */
  readonly path: string;
  readonly section: string;
  readonly value: unknown;
  /** What it is where nothing is set; undefined where that is not known. */
  readonly usual: unknown;
  readonly isUsual: boolean;
}

const SECTIONS: Readonly<Record<string, string>> = {
  model: 'Model',
  training: 'Training',
  data: 'Data',
  diagnostics: 'Measured besides',
};
const FIRST = ['Run', 'Training', 'Model'];
const LAST = ['Data', 'Measured besides', 'Machine'];
const MACHINE = new Set(['threads', 'device', 'checkpointMinutes']);

/**
 * Every setting of a run, with what the method's official run on its data has there. Links are told in full, with the options that were left at
 * their defaults, as far as the method's card is known. `config` is as it was written, perhaps by an older program.
 */
export function configRows(config: unknown, card: MethodCard | null): ConfigRow[] {
  if (!isRecord(config)) return [];
  const found = flat(withLinks(config, card), '');
  const usual = usualOf(config, card);
  const rows = [...found].map(([path, value]): ConfigRow => {
    const known = usual.get(path);
    const isUsual = !usual.has(path) || same(known, value);
    return { path, section: sectionOf(path), value, usual: known, isUsual };
  });
  return rows.sort((a, b) => rank(a.section) - rank(b.section) || a.section.localeCompare(b.section));
}

/** A setting in words. */
export function settingText(value: unknown): string {
  if (value === undefined) return '–';
  if (value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '“”' : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length > 12 ? `${value.length} entries` : value.map(settingText).join(', ');
  if (isRecord(value)) return Object.keys(value).length === 0 ? 'none' : JSON.stringify(value);
  return String(value);
}

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Links with all their options, and those that are off as such. */
function withLinks(config: Record<string, unknown>, card: MethodCard | null): Record<string, unknown> {
  if (card === null) return config;
  const given = isRecord(config['links']) ? config['links'] : {};
  const links = card.links.map(({ id, on, defaults }) => {
    const own = given[id];
    const options = own === undefined && !on ? 'off' : own === 'off' ? 'off' : { ...defaults, ...(isRecord(own) ? own : {}) };
    return [id, options] as const;
  });
  return { ...config, links: Object.fromEntries(links) };
}

function usualOf({ method, data }: Record<string, unknown>, card: MethodCard | null): Map<string, unknown> {
  const known = RunConfig.safeParse({ method, data });
  if (!known.success) return new Map();
  const official = card === null ? null : officialOn(card, publishedSetOf(known.data.data));
  const { training = {}, model = {}, links = {} } = official ?? {};
  const parsed = RunConfig.safeParse({ method, data, training, model, links });
  if (!parsed.success) return new Map();
  const { method: _method, data: _data, seed: _seed, ...rest } = parsed.data;
  return flat(withLinks(rest, card), '');
}

/** Leaves by path; lists and empty objects are leaves. */
function flat(value: Record<string, unknown>, before: string): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    const path = `${before}${key}`;
    if (!isRecord(inner) || Object.keys(inner).length === 0) leaves.set(path, inner);
    else for (const [deeper, leaf] of flat(inner, `${path}.`)) leaves.set(deeper, leaf);
  }
  leaves.delete('links');
  return leaves;
}

function sectionOf(path: string): string {
  const [first = '', second = ''] = path.split('.');
  if (first === 'links') return `Link: ${second}`;
  if (MACHINE.has(first)) return 'Machine';
  return SECTIONS[first] ?? 'Run';
}

function rank(section: string): number {
  const [first, last] = [FIRST.indexOf(section), LAST.indexOf(section)];
  if (first >= 0) return first - FIRST.length;
  return last >= 0 ? last + 1 : 0;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
