import type { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { type Chain, chain } from './chain.ts';
import type { ModelSettings, RunConfig, TrainingSettings } from './config.ts';
import type { Link } from './link.ts';

/** What a link does with more than two modalities, where its source has two: an extension, and whose. */
export interface Extension {
  /** Whose rule it is, in a sentence. */
  readonly source: string;
  /** Line by line, as `Method.formula`; n runs over the modalities. */
  readonly formula: readonly string[];
}

/** What an option's effect may depend on beyond its own link. */
export interface Beside {
  /** Of the run; Infinity where not known. */
  readonly epochs: number;
  /** Another link's options; undefined where it is off or the method has no such link. */
  optionsOf(link: string): Readonly<Record<string, unknown>> | undefined;
}

/** A link as a method offers it: its options with defaults, and what it says of itself on the method card. */
export interface LinkDefinition<O = unknown> {
  readonly id: string;
  readonly title: string;
  /** What it does, in one or two sentences, with its formula. */
  readonly summary: string;
  /** Where paper and released code differ, if they do. */
  readonly paperAndCode?: string;
  /** Absent where the link does the same whatever the number of modalities. */
  readonly extension?: Extension;
  readonly options: z.ZodType<O>;
  /** Which of its options would change neither a weight nor a reported number beside the other settings, and why (the end of a sentence). */
  idle?(options: O, beside: Beside): readonly { readonly option: string; readonly reason: string }[];
  create(options: O): Link;
}

/** Keeps the option type inside the definition. */
export const defineLink = <O>(definition: LinkDefinition<O>): LinkDefinition => definition as unknown as LinkDefinition;

export interface LinkUse {
  readonly definition: LinkDefinition;
  /** Cannot be switched off: without it the method is another method, or others read its signals. */
  readonly required?: boolean;
  /** Not in the chain unless a preset or the run's own settings put it there. */
  readonly offByDefault?: boolean;
  /** Options of this method that differ from the link's own defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A named way to run a method: what it sets beside the official settings. */
export interface MethodPreset {
  readonly id: string;
  /** What it is and what it follows or shows, in one or two sentences. */
  readonly summary: string;
  readonly links: RunConfig['links'];
  readonly model?: Partial<ModelSettings>;
}

/** `gradients` regulates encoders' gradients, `losses` adds terms to the loss, `baseline` does neither. */
export type MethodFamily = 'gradients' | 'losses' | 'baseline';

/** A training method: a chain of links and the settings of its official run. One file, one line in `methods/index.ts`. */
export interface Method {
  readonly kind: 'chain';
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  /** What it acts on; methods of one family stand together. */
  readonly family: MethodFamily;
  /** What it does to losses and gradients, line by line, in plain signs: θ_m an encoder's weights, g_m its gradient, p_m its score, perp(a; b) the part of a across b. */
  readonly formula: readonly string[];
  readonly source: { readonly paper: string; readonly code: string; readonly deviations: readonly string[] };
  /** The only modality it trains, or null: all of the data set's. */
  readonly only: string | null;
  /** Whether it balances modalities and so needs two at least. */
  readonly balances: boolean;
  readonly scoring: 'heads' | 'slices';
  readonly links: readonly LinkUse[];
  /** Beside `official`, which every method has: its defaults. */
  readonly presets: readonly MethodPreset[];
  /** The official run's settings. */
  readonly official: Partial<TrainingSettings>;
}

/** Builds the chain of a method with a run's switches and options. */
export function buildChain(method: Method, links: RunConfig['links']): Chain {
  const known = method.links.map((use) => use.definition.id);
  for (const id of Object.keys(links))
    if (!known.includes(id)) throw new AppError('method.unknown-link', { method: method.id, link: id, known });
  const all = method.links.map((use) => ({ use, link: createLink(method, use, links[use.definition.id]) }));
  const on = all.flatMap(({ link }) => (link ? [link] : []));
  for (const { use, link } of all) {
    if (link || !use.required) continue;
    const off = use.definition.create(optionsOf(method, use, {}));
    const neededBy = on.filter((other) => Object.keys(other.needs ?? {}).some((signal) => signal in (off.provides ?? {})));
    throw new AppError('method.link-required', {
      method: method.id,
      link: use.definition.id,
      neededBy: neededBy.map((other) => other.id),
    });
  }
  return chain(method.id, on);
}

const createLink = (method: Method, use: LinkUse, setting: RunConfig['links'][string] | undefined): Link | null =>
  setting === 'off' || (setting === undefined && use.offByDefault)
    ? null
    : use.definition.create(optionsOf(method, use, setting ?? {}));

/** Options of one link: the link's defaults, the method's own, then the run's. */
export function optionsOf(method: Method, use: LinkUse, own: Readonly<Record<string, unknown>>): unknown {
  const parsed = use.definition.options.safeParse({ ...use.options, ...own });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`);
  throw new AppError('method.bad-option', { method: method.id, link: use.definition.id, issues });
}
