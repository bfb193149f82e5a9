import type { Client } from '../../core/contract/client.ts';
import type { Estimate } from '../../core/contract/queue.ts';
import type { RunConfig } from '../../core/train/config.ts';

/** What all runs cost together: one after the other, each method measured once. */
export interface TotalEstimate {
  readonly seconds: number;
  readonly peakMemoryBytes: number;
  readonly checkpointBytes: number;
}

/** `parts`: a run of each method. */
export function totalOf(parts: readonly Estimate[], seeds: number): TotalEstimate {
  return {
    seconds: seeds * parts.reduce((sum, { seconds }) => sum + seconds, 0),
    peakMemoryBytes: Math.max(0, ...parts.map((part) => part.peakMemoryBytes)),
    checkpointBytes: seeds * parts.reduce((sum, { checkpointBytes }) => sum + checkpointBytes, 0),
  };
}

/** Measures a few steps of each configuration, one after the other; `onDone` hears how many are done. */
export async function measure(
  client: Client,
  configs: readonly RunConfig[],
  seeds: number,
  onDone: (done: number) => void,
): Promise<TotalEstimate> {
  const parts: Estimate[] = [];
  for (const config of configs) {
    parts.push(await client.call('queue.estimate', { config }));
    onDone(parts.length);
  }
  return totalOf(parts, seeds);
}
