import type { BenchJob, BenchOps } from '../../../../core/contract/bench.ts';
import type { NodeBackend } from '../../runtime/node-backend.ts';
import type { Between } from './between.ts';
import { prepare } from './prepare.ts';

/** Warm-up steps, then steps with a clock around every TensorFlow operation. Null: asked to stop. */
export async function benchOps(job: Extract<BenchJob, { what: 'ops' }>, between: Between): Promise<BenchOps | null> {
  const { runtime, place, step } = await prepare(job);
  const total = job.warmUp + job.steps;
  const seconds: number[] = [];
  const clock = new OperationClock(runtime.backend);
  for (let done = 0; done < total; done++) {
    if (!(await between(done, total))) return null;
    if (done < job.warmUp) {
      step();
      continue;
    }
    clock.start();
    const began = performance.now();
    step();
    seconds.push((performance.now() - began) / 1000);
    clock.stop();
  }
  const perStep = (ms: number): number => ms / job.steps;
  const operations = [...clock.operations].map(([name, { calls, ms }]) => ({ name, calls: perStep(calls), ms: perStep(ms) }));
  const inside = operations.reduce((sum, { ms }) => sum + ms, 0);
  const [readback, freeing] = [perStep(clock.readback), perStep(clock.freeing)];
  const whole = perStep(seconds.reduce((sum, s) => sum + s, 0) * 1000);
  return {
    what: 'ops',
    ...place,
    seconds,
    operations: operations.sort((a, b) => b.ms - a.ms),
    outside: { readback, freeing, javascript: whole - inside - readback - freeing },
  };
}

type Execute = (name: string, ...rest: unknown[]) => unknown;

/**
 * Puts a clock around the backend's functions while it runs. On the CPU TensorFlow computes an operation before the call returns; on a GPU
 * the call only queues it, and the waiting shows up where values are read back. No function calls another that is timed.
 */
class OperationClock {
  readonly operations = new Map<string, { calls: number; ms: number }>();
  readback = 0;
  freeing = 0;
  readonly #backend: Record<string, Execute>;
  readonly #originals = new Map<string, Execute>();

  constructor(backend: NodeBackend) {
    this.#backend = backend as unknown as Record<string, Execute>;
  }

  start(): void {
    const count = (name: string, ms: number): void => {
      const entry = this.operations.get(name) ?? { calls: 0, ms: 0 };
      entry.calls++;
      entry.ms += ms;
      this.operations.set(name, entry);
    };
    this.#wrap('executeSingleOutput', count);
    this.#wrap('executeMultipleOutputs', count);
    this.#wrap('readSync', (_, ms) => (this.readback += ms));
    this.#wrap('disposeData', (_, ms) => (this.freeing += ms));
  }

  stop(): void {
    for (const method of this.#originals.keys()) Reflect.deleteProperty(this.#backend, method);
    this.#originals.clear();
  }

  /** The methods are the class's: one set on the instance hides it, and taking that away again brings it back. */
  #wrap(method: string, add: (name: string, ms: number) => void): void {
    const original = this.#backend[method];
    if (!original) throw new Error(`The backend has no function ${method}.`);
    this.#originals.set(method, original);
    this.#backend[method] = (name, ...rest) => {
      const began = performance.now();
      const result = original.call(this.#backend, name, ...rest);
      add(name, performance.now() - began);
      return result;
    };
  }
}
