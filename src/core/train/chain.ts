import { AppError } from '../errors/app-error.ts';
import type { Tensors } from '../nn/parameter.ts';
import { type EpochEnd, type Link, type Losses, type Next, type Phase, PHASES, type SignalName, type Step } from './link.ts';

/** State of every link by its id. */
export type ChainState = Readonly<Record<string, unknown>>;

type Hook = 'onInputs' | 'onFeatures' | 'onLosses' | 'onGradients';

/** Sees what one link did to the gradients. All tensors are borrowed. */
export type GradientObserver = (link: string, before: Tensors, after: Tensors) => void;

/** A method at work: links in order, called phase by phase. */
export interface Chain {
  readonly id: string;
  readonly links: readonly Link[];
  init(model: Parameters<Link['init']>[0]): ChainState;
  onInputs(inputs: Tensors, state: ChainState, stepOf: (link: string) => Step): Next<Tensors, ChainState>;
  onFeatures(features: Tensors, state: ChainState, stepOf: (link: string) => Step): Next<Tensors, ChainState>;
  onLosses(losses: Losses, state: ChainState, stepOf: (link: string) => Step): Next<Losses, ChainState>;
  /** Encoders, by modality, of which links want the own gradient of a loss in this step. Empty: no extra backward. */
  lossGradients(stepOf: (link: string) => Step): ReadonlyMap<string, ReadonlySet<string>>;
  onGradients(
    gradients: Tensors,
    state: ChainState,
    stepOf: (link: string) => Step,
    observe?: GradientObserver,
  ): Next<Tensors, ChainState>;
  onEpochEnd(weights: Tensors, state: ChainState, epochOf: (link: string) => EpochEnd): Next<Tensors, ChainState>;
}

/**
 * Joins links. Checked when built, not at the first step: every needed signal is provided in an earlier phase, or in the same phase
 * by an earlier link (`chain.missing-signal`), and no link stands twice (`chain.duplicate-link`).
 * `known` are links that could be put in, for the message.
 */
export function chain(id: string, links: readonly Link[], known: readonly Link[] = links): Chain {
  check(id, links, known);
  const run =
    (hook: Hook) =>
    (
      value: never,
      state: ChainState,
      stepOf: (link: string) => Step,
      observe?: (link: string, before: never, after: never) => void,
    ): Next<never, ChainState> => {
      let next: Next<never, ChainState> = { value, state };
      for (const link of links) {
        const call = link[hook] as ((value: unknown, state: unknown, step: Step) => Next<never, unknown>) | undefined;
        if (!call) continue;
        const answer = call.call(link, next.value, next.state[link.id], stepOf(link.id));
        observe?.(link.id, next.value, answer.value);
        next = { value: answer.value, state: { ...next.state, [link.id]: answer.state } };
      }
      return next;
    };
  return {
    id,
    links,
    init: (model) => Object.fromEntries(links.map((link) => [link.id, link.init(model)])),
    onInputs: run('onInputs') as Chain['onInputs'],
    onFeatures: run('onFeatures') as Chain['onFeatures'],
    onLosses: run('onLosses') as Chain['onLosses'],
    lossGradients(stepOf) {
      const wanted = new Map<string, Set<string>>();
      for (const link of links)
        for (const { loss, modalities } of link.lossGradients?.(stepOf(link.id)) ?? [])
          wanted.set(loss, new Set([...(wanted.get(loss) ?? []), ...modalities]));
      return wanted;
    },
    onGradients: run('onGradients') as Chain['onGradients'],
    onEpochEnd: (weights, state, epochOf) => {
      let next: Next<Tensors, ChainState> = { value: weights, state };
      for (const link of links) {
        if (!link.onEpochEnd) continue;
        const answer = link.onEpochEnd(next.value, next.state[link.id], epochOf(link.id));
        next = { value: answer.value, state: { ...next.state, [link.id]: answer.state } };
      }
      return next;
    },
  };
}

function check(id: string, links: readonly Link[], known: readonly Link[]): void {
  const seen = new Set<string>();
  for (const [index, link] of links.entries()) {
    if (seen.has(link.id)) throw new AppError('chain.duplicate-link', { chain: id, link: link.id });
    seen.add(link.id);
    for (const [signal, phase] of Object.entries(link.needs ?? {}) as [SignalName, Phase][]) {
      if (links.some((other, at) => comesBefore(other.provides?.[signal], phase, at < index))) continue;
      const providers = known.filter((other) => other.provides?.[signal]).map((other) => other.id);
      throw new AppError('chain.missing-signal', { chain: id, link: link.id, signal, providers });
    }
  }
}

function comesBefore(provided: Phase | undefined, needed: Phase, earlierInChain: boolean): boolean {
  if (!provided) return false;
  const distance = PHASES.indexOf(needed) - PHASES.indexOf(provided);
  return distance > 0 || (distance === 0 && earlierInChain);
}
