import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { gpuDriver } from '../../../../scripts/pack/gpu-driver.mjs';
import type { Result } from '../../../core/contract/index.ts';

type Device = Result<'engine.status'>['devices'][number];

/** A driver that hangs must not hold the answer up. */
const PATIENCE_MS = 3_000;

/** The processor, and the cards that the NVIDIA driver knows. `nvidia-smi` says how much memory they have; it may be missing. */
export async function listDevices(): Promise<Device[]> {
  const processor: Device = { name: cpus()[0]?.model.trim() ?? 'Processor', kind: 'cpu', memoryBytes: totalmem() };
  const driver = gpuDriver();
  if (driver === undefined) return [processor];
  const told = await cardsOfTool();
  const cards = told.length > 0 ? told : driver.cards.map((name): Device => ({ name, kind: 'gpu', memoryBytes: null }));
  return [processor, ...cards];
}

function cardsOfTool(): Promise<Device[]> {
  const query = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
  return new Promise((resolve) =>
    execFile('nvidia-smi', query, { timeout: PATIENCE_MS }, (error, output) => resolve(error === null ? cardsIn(output) : [])),
  );
}

/** Lines of `nvidia-smi`, as in `NVIDIA H100 80GB HBM3, 81559` (the memory in MiB). */
export const cardsIn = (output: string): Device[] =>
  output.split('\n').flatMap((line) => {
    const [, name, mebibytes] = /^(.+), *(\d+|\[.*\])\s*$/.exec(line) ?? [];
    if (name === undefined) return [];
    const memoryBytes = Number(mebibytes) * 2 ** 20;
    return [{ name, kind: 'gpu', memoryBytes: Number.isFinite(memoryBytes) ? memoryBytes : null }];
  });
