import type { ParameterInfo } from '../nn/parameter.ts';
import { wordsOf } from './tags.ts';

/** Epochs in the moving means of the gradient norms, as in the released scripts. */
const WINDOW = 10;

/**
 * Sums over the steps of an epoch, plain numbers: saved in checkpoints, so that a run resumed in mid-epoch ends it with the same figures.
 */
export interface OfficialSums {
  readonly steps: number;
  /** Loss by name. */
  readonly losses: Readonly<Record<string, number>>;
  /** Σ over convolution or linear weights of ‖g‖² / size, by owner: `encoder/<modality>`, `head/<modality>`, `fused`. */
  readonly traces: Readonly<Record<string, number>>;
  /** η · ‖g‖² over the encoder's convolutions, and how many of them were added, by modality. */
  readonly squares: Readonly<Record<string, number>>;
  readonly convolutions: Readonly<Record<string, number>>;
  /** Steps, or shares of them, in which a modality was dropped; and the probability of that, where the method drops at all. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly dropProbability: number | null;
  /** Steps with β > 0, by `<link>/<modality>`. */
  readonly active: Readonly<Record<string, number>>;
}

export interface OfficialState {
  readonly sums: OfficialSums;
  /** Per modality the epochs' mean η · ‖g‖², newest last, at most eleven. */
  readonly norms: Readonly<Record<string, readonly number[]>>;
}

const NO_SUMS: OfficialSums = {
  steps: 0,
  losses: {},
  traces: {},
  squares: {},
  convolutions: {},
  dropped: {},
  dropProbability: null,
  active: {},
};

/** The lists of norms begin with ten zeros, as in the released scripts. */
export const firstOfficialState = (modalities: readonly string[]): OfficialState => ({
  sums: NO_SUMS,
  norms: Object.fromEntries(modalities.map((id) => [id, Array.from({ length: WINDOW }, () => 0)])),
});

export interface OfficialStep {
  readonly parameters: readonly ParameterInfo[];
  /** ‖g‖² of every parameter's final gradient, by name. */
  readonly squares: Readonly<Record<string, number>>;
  readonly rate: number;
  /** All that the step reported, by series name. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Adds a step. The traces and norms are of the gradients after all links, as in the released scripts; sums over steps of squares are
 * kept as one number a group, since the mean over weights and the sum over steps may be taken in either order.
 * Source: main_RedReg.py at b620a46, main.py of InfoReg at 939b2ed (methods.md 6.1).
 */
export function addStep({ sums, norms }: OfficialState, step: OfficialStep): OfficialState {
  const traces = { ...sums.traces };
  const squares = { ...sums.squares };
  const convolutions = { ...sums.convolutions };
  for (const { name, owner, part, kind, shape } of step.parameters) {
    const square = step.squares[name];
    if (square === undefined || (kind !== 'convolution' && kind !== 'linear')) continue;
    const size = shape.reduce((total, n) => total * n, 1);
    add(traces, part === 'fusion' || owner === null ? 'fused' : `${part}/${owner}`, square / size);
    if (part !== 'encoder' || owner === null || kind !== 'convolution') continue;
    add(squares, owner, step.rate * square);
    add(convolutions, owner, 1);
  }
  const losses = { ...sums.losses };
  const dropped = { ...sums.dropped };
  const active = { ...sums.active };
  for (const [series, value] of Object.entries(step.values)) {
    const [link = '', name = '', modality = ''] = series.split('/');
    if (link === 'loss') add(losses, name, value);
    else if (link === 'modality-dropout' && name === 'dropped') add(dropped, modality, value);
    else if (name === 'beta' && modality !== '') add(active, `${link}/${modality}`, value > 0 ? 1 : 0);
  }
  const dropProbability = step.values['modality-dropout/probability'] ?? sums.dropProbability;
  return { norms, sums: { steps: sums.steps + 1, losses, traces, squares, convolutions, dropped, dropProbability, active } };
}

function add(into: Record<string, number>, key: string, value: number): void {
  into[key] = (into[key] ?? 0) + value;
}

/** Ends an epoch: its figures by official tag, and the state for the next one. */
export function endEpoch({ sums, norms }: OfficialState): { state: OfficialState; values: Record<string, number> } {
  const values: Record<string, number> = {};
  if (sums.steps === 0) return { state: { sums: NO_SUMS, norms }, values };
  for (const [loss, total] of Object.entries(sums.losses))
    values[`Loss/${loss === 'fused' ? 'Total' : wordsOf(loss).title} Loss`] = total / sums.steps;
  if (Object.keys(sums.traces).length > 0)
    values['FIM_Trace'] = Object.values(sums.traces).reduce((total, trace) => total + trace, 0);
  for (const [group, trace] of Object.entries(sums.traces)) values[traceTag(group)] = trace;
  const nextNorms: Record<string, readonly number[]> = { ...norms };
  for (const [id, total] of Object.entries(sums.squares)) {
    const mean = total / (sums.convolutions[id] ?? 1);
    const list = [...(norms[id] ?? []), mean].slice(-WINDOW - 1);
    nextNorms[id] = list;
    values[`epoch_${wordsOf(id).tag}_L2_norm_mean`] = mean;
    values[`FGN_${wordsOf(id).tag}`] = growthOfNorm(list);
  }
  if (sums.dropProbability !== null) values['modal_drop_p'] = sums.dropProbability;
  const drops = Object.values(sums.dropped).reduce((total, count) => total + count, 0);
  if (drops > 0)
    for (const [id, count] of Object.entries(sums.dropped)) values[`modal_drop_${wordsOf(id).tag}_ratio`] = count / drops;
  for (const [key, count] of Object.entries(sums.active)) {
    const [link = '', modality = ''] = key.split('/');
    values[`${link}/active-share/${modality}`] = count / sums.steps;
  }
  return { state: { sums: NO_SUMS, norms: nextNorms }, values };
}

function traceTag(group: string): string {
  const [part, modality = ''] = group.split('/');
  if (part === 'fused') return 'fim_trace_mm_head';
  return part === 'head' ? `fim_trace_${wordsOf(modality).tag}_head` : wordsOf(modality).trace;
}

/**
 * Relative growth of the gradient norm (FGN): (mean of the newest eleven − max(mean of the ten before the newest, 1e-7)) / the former.
 * `list` is newest last and has eleven entries. NaN where all are zero.
 */
export function growthOfNorm(list: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0) / values.length;
  const now = mean(list);
  return (now - Math.max(mean(list.slice(0, -1)), 1e-7)) / now;
}
