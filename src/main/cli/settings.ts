import type { z } from 'zod';
import type { DatasetDefinition } from '../../core/data/definition.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { findMethod } from '../../core/methods/index.ts';
import { ModelSettings, RunConfig } from '../../core/train/config.ts';
import { checkNewLinks } from '../../core/train/cross-links.ts';
import { presetSettings } from '../../core/train/preset-settings.ts';

export interface Asked {
  readonly method: string;
  readonly data: DatasetDefinition;
  /** `official`, `quick`, a preset of the method, or `quick,` and such a preset. */
  readonly preset: string;
  readonly seed?: number | undefined;
  readonly epochs?: number | undefined;
  readonly threads?: number | undefined;
  readonly device?: string | undefined;
  /** `key=value` with a dotted schema path. */
  readonly set: readonly string[];
}

/**
 * A run's settings: the preset, then the options, then every `--set`. Checked as a whole, links included, before anything starts.
 * Errors: `method.…`, `train.bad-setting`, `train.unknown-setting`.
 */
export function runConfigOf(asked: Asked): RunConfig {
  const method = findMethod(asked.method);
  const preset = presetSettings(method, asked.data, asked.preset, asked.seed);
  const raw: Record<string, unknown> = structuredClone({
    ...preset,
    model: ModelSettings.parse(preset.model),
    training: { ...preset.training, ...(asked.epochs === undefined ? {} : { epochs: asked.epochs }) },
    threads: asked.threads ?? null,
    device: asked.device ?? 'auto',
  });
  for (const setting of asked.set) apply(raw, setting);
  const parsed = RunConfig.safeParse(raw);
  if (!parsed.success) throw new AppError('train.bad-setting', { issues: parsed.error.issues.map(issueText) });
  checkNewLinks(method, parsed.data);
  return parsed.data;
}

function issueText(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  return `${path === '' ? '' : `${path}: `}${issue.message}`;
}

/**
 * `links.redundancy-monitor.gamma=0.5`; `links.X=off` and `links.X=on` switch a link (one that is on already keeps its options), and to set
 * an option of one that is off switches it on. Choosing another `kind` starts that object anew, since its other fields belong to the old kind.
 */
function apply(raw: Record<string, unknown>, setting: string): void {
  const at = setting.indexOf('=');
  const path = setting.slice(0, at).split('.');
  if (at < 1 || path.some((part) => part === ''))
    throw new AppError('train.bad-setting', { issues: [`"${setting}" is not key=value`] });
  const key = path.pop() ?? '';
  let place = raw;
  for (const [depth, part] of path.entries()) {
    const found = Object.hasOwn(place, part) ? place[part] : undefined;
    const next = found === undefined || found === 'off' ? (mayBeNew(path, depth) ? {} : found) : found;
    if (typeof next !== 'object' || next === null || Array.isArray(next))
      throw new AppError('train.unknown-setting', { path: setting.slice(0, at), known: Object.keys(place) });
    place[part] = next;
    place = next as Record<string, unknown>;
  }
  if (key === 'kind') for (const old of Object.keys(place)) Reflect.deleteProperty(place, old);
  const value = valueOf(setting.slice(at + 1));
  const isSwitchedOn = value === 'on' && path.join() === 'links';
  place[key] = isSwitchedOn ? optionsOf(place[key]) : value;
}

/** A link's options as they were set before; none where it was off or not named. */
const optionsOf = (link: unknown): unknown => (typeof link === 'object' && link !== null ? link : {});

/** Only links, and what lies in them, may be named before they are there. */
const mayBeNew = (path: readonly string[], depth: number): boolean => path[0] === 'links' && depth >= 1;

/** JSON where it is JSON (numbers, true, lists), else the text itself. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
