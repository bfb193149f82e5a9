/**
 * One forward pass, as many backward passes as wanted.
 *
 * TF.js's own `variableGrads` repeats the forward for every loss. Here the tape is kept: `record` runs the forward once, `backward`
 * walks the kept tape for any set of outputs, `dispose` frees what the tape saved. tfjs-core 4.22 is its last release, so leaning on
 * the engine's tape fields (engine.ts, `startTape`, `state.activeTape`) is safe; `test/core/tensor/record.test.ts` compares with `grads`.
 */
import { add, clone, engine, keep, mul, onesLike, type Tensor, tidy } from '@tensorflow/tfjs-core';

interface TapeNode {
  readonly id: number;
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  readonly saved?: readonly Tensor[] | null;
  readonly gradient?: ((dys: readonly (Tensor | null)[], last: boolean) => Record<string, () => Tensor>) | null;
}

interface TapeEngine {
  readonly state: { activeTape: TapeNode[] | null; gradientDepth: number; nextTapeNodeId: number };
  startTape(): void;
  endTape(): void;
}

const tapeEngine = (): TapeEngine => engine() as unknown as TapeEngine;

/** An output and the weight of its gradient; a scalar loss with weight 1 is the usual case. */
export interface Cotangent {
  readonly of: Tensor;
  readonly weight: number;
}

export interface Pass<T> {
  readonly value: T;
  /**
   * Gradient of Σ weight · output with respect to the parameters. A parameter that no output reaches is absent from the answer.
   * Memory: the returned tensors belong to the caller (or to its tidy). `last` says that no other backward follows: what the tape saved
   * is then freed node by node on the way, which lowers the peak by about the size of the activations.
   */
  backward(
    cotangents: readonly Cotangent[],
    parameters: Readonly<Record<string, Tensor>>,
    options?: { readonly last?: boolean },
  ): Record<string, Tensor>;
  /** Frees the tensors that the tape saved. The outputs in `value` stay. */
  dispose(): void;
}

/** Runs `forward` with the tape on. Intermediate results are freed at once unless a gradient needs them. */
export function record<T extends object>(forward: () => T): Pass<T> {
  const tape = tapeEngine();
  if (tape.state.gradientDepth !== 0)
    throw new Error('record: a tape is running already; a pass cannot be recorded inside another.');
  let nodes: TapeNode[] = [];
  let isOver = false;
  let value: T;
  tape.startTape();
  try {
    value = tidy(() => forward() as never);
    nodes = tape.state.activeTape ?? [];
  } finally {
    tape.endTape();
  }
  return {
    value,
    backward(cotangents, parameters, { last = false } = {}) {
      if (isOver) throw new Error('record: the last backward of this pass has been made; its saved tensors are gone.');
      isOver = last;
      return backward(nodes, cotangents, parameters, last);
    },
    dispose: () => {
      for (const node of nodes) free(node);
      nodes = [];
    },
  };
}

function free(node: TapeNode): void {
  for (const tensor of node.saved ?? []) if (!tensor.isDisposed) tensor.dispose();
}

/** What {@link operation} gets from a computation that knows its own gradient. */
export interface OperationResult {
  readonly value: Tensor;
  /** What the gradient needs; the pass frees them. */
  readonly saved: readonly Tensor[];
  /**
   * Gradients by input name from that of `value`, new tensors. `last`: no other backward follows, so saved tensors may be disposed as
   * soon as they have been used.
   */
  gradient(dy: Tensor, last: boolean): Readonly<Record<string, Tensor>>;
}

/**
 * A computation with a hand-written gradient as one node of the running tape: coarse nodes keep fewer tensors than the operations they
 * are made of, and free them sooner. Runs `compute` with the tape off. What it makes and neither returns nor saves it should dispose at
 * once; the pass's tidy frees the rest only at the end of the forward. Without a running tape the saved tensors are freed directly.
 */
export function operation(name: string, inputs: Readonly<Record<string, Tensor>>, compute: () => OperationResult): Tensor {
  const { state } = tapeEngine();
  const { value, saved, gradient } = untaped(compute);
  if (state.activeTape === null || state.gradientDepth === 0) {
    for (const tensor of saved) tensor.dispose();
    return value;
  }
  for (const tensor of saved) keep(tensor);
  state.activeTape.push({
    id: state.nextTapeNodeId++,
    kernelName: name,
    inputs,
    outputs: [value],
    saved,
    gradient: ([dy], last) => {
      if (!dy) throw new Error(`${name}: its gradient was asked for without one of its output.`);
      return Object.fromEntries(Object.entries(gradient(dy, last)).map(([input, tensor]) => [input, () => tensor]));
    },
  });
  return value;
}

/** Runs `f` with the tape off: what it computes is a constant to the pass being recorded (probes, scores, similarities). */
export function untaped<T>(f: () => T): T {
  const { state } = tapeEngine();
  const depth = state.gradientDepth;
  state.gradientDepth = 0;
  try {
    return f();
  } finally {
    state.gradientDepth = depth;
  }
}

function backward(
  tape: readonly TapeNode[],
  cotangents: readonly Cotangent[],
  parameters: Readonly<Record<string, Tensor>>,
  last: boolean,
): Record<string, Tensor> {
  const wanted = new Set(Object.values(parameters).map((p) => p.id));
  const nodes = between(
    tape,
    wanted,
    cotangents.map((c) => c.of.id),
  );
  const fromParameters = new Set(wanted);
  for (const node of nodes) for (const output of node.outputs) fromParameters.add(output.id);

  const gradients = new Map<number, Tensor>();
  for (const { of, weight } of cotangents) {
    if (!fromParameters.has(of.id)) continue;
    const seed = tidy(() => (weight === 1 ? onesLike(of) : mul(onesLike(of), weight)));
    accumulate(gradients, of.id, seed);
  }
  for (const node of nodes.toReversed()) {
    step(node, gradients, fromParameters, wanted, last);
    if (last) free(node);
  }

  const result: Record<string, Tensor> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const gradient = gradients.get(parameter.id);
    if (gradient) result[name] = gradient;
  }
  return result;
}

/** One node: gradients of its inputs from those of its outputs, which are freed since no later node reads them. */
function step(
  node: TapeNode,
  gradients: Map<number, Tensor>,
  reached: ReadonlySet<number>,
  wanted: ReadonlySet<number>,
  last: boolean,
): void {
  const dys = node.outputs.map((output) => gradients.get(output.id) ?? null);
  if (dys.every((dy) => dy === null)) return;
  const { gradient } = node;
  if (!gradient) throw new Error(`No gradient is registered for the kernel ${node.kernelName}.`);
  const inputs = Object.entries(node.inputs).filter(([, input]) => reached.has(input.id));
  const dxs = tidy(() => {
    const functions = gradient(dys, last);
    return inputs.map(([name]) => {
      const dx = functions[name]?.();
      if (!dx) throw new Error(`The gradient of the kernel ${node.kernelName} gives nothing for its input ${name}.`);
      return dys.includes(dx) ? clone(dx) : dx;
    });
  });
  for (const [i, [, input]] of inputs.entries()) {
    const dx = dxs[i];
    if (dx) accumulate(gradients, input.id, dx);
  }
  for (const output of node.outputs) {
    const dy = gradients.get(output.id);
    if (!dy || wanted.has(output.id)) continue;
    gradients.delete(output.id);
    dy.dispose();
  }
}

function accumulate(gradients: Map<number, Tensor>, id: number, dx: Tensor): void {
  const before = gradients.get(id);
  if (!before) {
    gradients.set(id, dx);
    return;
  }
  gradients.set(id, add(before, dx));
  before.dispose();
  dx.dispose();
}

/** The nodes on a path from one of `from` to one of `to`, in tape order. */
function between(tape: readonly TapeNode[], from: ReadonlySet<number>, to: readonly number[]): TapeNode[] {
  const below = new Set(from);
  const reachable = tape.filter((node) => {
    if (!Object.values(node.inputs).some((input) => below.has(input.id))) return false;
    for (const output of node.outputs) below.add(output.id);
    return true;
  });
  const above = new Set(to);
  return reachable
    .toReversed()
    .filter((node) => {
      if (!node.outputs.some((output) => above.has(output.id))) return false;
      for (const input of Object.values(node.inputs)) above.add(input.id);
      return true;
    })
    .toReversed();
}
