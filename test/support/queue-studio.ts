import { join } from 'node:path';
import type { EventName, Payload } from '../../src/core/contract/index.ts';
import type { QueueEntry } from '../../src/core/contract/queue.ts';
import type { RunId } from '../../src/core/contract/runs.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { forkTrainer } from '../../src/main/studio/fork-trainer.ts';
import { openStudio, type Studio } from '../../src/main/studio/studio.ts';
import type { SpawnTrainer } from '../../src/main/studio/trainer-process.ts';

export interface Told<N extends EventName = EventName> {
  readonly name: N;
  readonly payload: Payload<N>;
  readonly atMs: number;
}

/** A studio whose queue is tried out. */
export interface QueueStudio {
  readonly studio: Studio;
  readonly told: readonly Told[];
  /** Events of one kind, in their order. */
  toldOf<N extends EventName>(name: N): Told<N>[];
  entries(): QueueEntry[];
  entry(run: RunId): QueueEntry | undefined;
  /** Adds runs named after what is to become of them. */
  add(...presets: string[]): RunId[];
  addConfigs(configs: readonly RunConfig[]): RunId[];
  status(run: RunId): string;
  /** Waits until the condition holds; looks after each event and every 20 ms. */
  until(condition: () => boolean, what?: string): Promise<void>;
  close(): Promise<void>;
}

/** The stand-in trainer, which does as the preset of a configuration says. */
export const standIn: SpawnTrainer = forkTrainer(join(import.meta.dirname, '../fixtures/trainer/queued.mjs'));

/** A configuration for the stand-in; its data is any folder. */
export const standInConfig = (folder: string, preset: string, changes: Partial<RunConfig> = {}): RunConfig =>
  RunConfig.parse({ method: 'joint', data: { layout: 'crema-d', name: 'none', root: folder }, preset, ...changes });

export async function openQueueStudio(folder: string, spawnTrainer: SpawnTrainer = standIn): Promise<QueueStudio> {
  const told: Told[] = [];
  const studio = await openStudio({
    library: { file: join(folder, 'library.sqlite'), isDefault: false },
    host: 'served',
    version: '0',
    abilities: { spawnTrainer },
    emit: (name, payload) => void told.push({ name, payload, atMs: performance.timeOrigin + performance.now() } as Told),
    lookEveryMs: 20,
  });
  const { handlers } = studio;
  const entries = (): QueueEntry[] => (handlers['queue.list']({}) as unknown as { entries: QueueEntry[] }).entries;
  const addConfigs = (configs: readonly RunConfig[]): RunId[] => {
    const answer = handlers['queue.add']({ runs: configs.map((config) => ({ config, tags: [] })) });
    return (answer as unknown as { runs: RunId[] }).runs;
  };
  return {
    studio,
    told,
    toldOf: <N extends EventName>(name: N) => told.filter((one) => one.name === name) as unknown as Told<N>[],
    entries,
    entry: (run) => entries().find((one) => one.run === run),
    add: (...presets) => addConfigs(presets.map((preset) => standInConfig(folder, preset))),
    addConfigs,
    status: (run) => (handlers['runs.get']({ run }) as { status: string }).status,
    async until(condition, what = condition.toString()) {
      for (const deadline = Date.now() + 150_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 20)))
        if (Date.now() > deadline) throw new Error(`waited in vain until ${what}: ${JSON.stringify(entries(), null, 1)}`);
    },
    close: () => studio.close(),
  };
}
