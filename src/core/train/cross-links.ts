import { AppError } from '../errors/app-error.ts';
import type { RunConfig } from './config.ts';
import { type Beside, buildChain, type Method, optionsOf } from './method.ts';

/** An option that would change neither a weight nor a reported number, beside the other settings of the run. */
export interface IdleOption {
  readonly link: string;
  readonly option: string;
  /** Why, as the end of a sentence. */
  readonly reason: string;
}

/**
 * Options that have no effect because of another link or of the number of epochs. What one link can tell by itself, its own options
 * refuse. For links that build a chain; `epochs` is Infinity where it is not known.
 */
export function idleOptions(method: Method, links: RunConfig['links'], epochs: number): IdleOption[] {
  const options = new Map<string, unknown>();
  for (const use of method.links) {
    const setting = links[use.definition.id];
    if (setting === 'off' || (setting === undefined && use.offByDefault === true)) continue;
    options.set(use.definition.id, optionsOf(method, use, setting ?? {}));
  }
  const beside: Beside = { epochs, optionsOf: (link) => options.get(link) as ReturnType<Beside['optionsOf']> };
  return method.links.flatMap(({ definition: { id, idle } }) => {
    if (!options.has(id) || !idle) return [];
    return idle(options.get(id), beside).map((found) => ({ link: id, ...found }));
  });
}

/**
 * Checks what a new run's method and links can be told to be wrong without the data. Runs that were made before a rule was are not asked
 * again. Errors: `method.…`, `chain.…`, `link.no-effect`.
 */
export function checkNewLinks(method: Method, { links, training }: Pick<RunConfig, 'links' | 'training'>): void {
  buildChain(method, links);
  const [first] = idleOptions(method, links, training.epochs);
  if (first) throw new AppError('link.no-effect', { method: method.id, ...first });
}
