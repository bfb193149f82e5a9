import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCheckpoint, readMetadata, writeCheckpoint } from '../../../src/main/trainer/checkpoint-file.ts';
import { codeOf } from '../../support/small-set.ts';

const WRITER = join(import.meta.dirname, 'checkpoint-writer.ts');

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redreg-checkpoint-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const small = (value: number) => ({
  tensors: { w: { shape: [2], data: Float32Array.from([value, -0]) } },
  metadata: { value: String(value) },
});

describe('a checkpoint file', () => {
  test('comes back with its size and hash; its metadata alone too', async () => {
    const file = join(newFolder(), 'deep', 'run', 'last.safetensors');
    const written = await writeCheckpoint(file, small(7));
    const bytes = readFileSync(file);
    expect(written).toEqual({ file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(await readCheckpoint(file)).toEqual({ ...small(7), info: written });
    expect(await readMetadata(file)).toEqual({ value: '7' });
    expect(readdirSync(join(file, '..'))).toEqual(['last.safetensors']);
  });

  test('what killed processes left is removed; what a living one writes, and all else, stays', async () => {
    const folder = newFolder();
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const living = `.best.safetensors.${String(process.ppid)}.partial`;
    for (const name of [`.last.safetensors.${String(dead)}.partial`, living, '.notes.partial', 'notes'])
      writeFileSync(join(folder, name), 'x');
    await writeCheckpoint(join(folder, 'last.safetensors'), small(1));
    expect(readdirSync(folder).sort()).toEqual([living, '.notes.partial', 'last.safetensors', 'notes'].sort());
  });

  test('that is not there or not whole is refused, the metadata alone too', async () => {
    const folder = newFolder();
    const file = join(folder, 'last.safetensors');
    expect(await codeOf(() => readCheckpoint(file))).toBe('checkpoint.unreadable');
    expect(await codeOf(() => readMetadata(file))).toBe('checkpoint.unreadable');
    await writeCheckpoint(file, small(1));
    const whole = readFileSync(file);
    for (const bytes of [0, 7, 9, 40]) {
      writeFileSync(file, whole.subarray(0, bytes));
      expect(await codeOf(() => readMetadata(file)), `${String(bytes)} bytes`).toBe('checkpoint.unreadable');
      expect(await codeOf(() => readCheckpoint(file))).toBe('checkpoint.unreadable');
    }
    writeFileSync(file, whole.subarray(0, -1));
    expect(await codeOf(() => readCheckpoint(file))).toBe('checkpoint.unreadable');
  });

  test('where nothing can be written, the one before stays and the reason is told', async () => {
    const folder = newFolder();
    const file = join(folder, 'run', 'last.safetensors');
    writeFileSync(join(folder, 'run'), 'a file where the folder should be');
    expect(await codeOf(() => writeCheckpoint(file, small(1)))).toBe('checkpoint.unwritable');
    const isRoot = process.getuid?.() === 0;
    if (isRoot) return; // a folder without write permission does not stop root
    rmSync(join(folder, 'run'));
    await writeCheckpoint(file, small(1));
    chmodSync(join(folder, 'run'), 0o500);
    expect(await codeOf(() => writeCheckpoint(file, small(2)))).toBe('checkpoint.unwritable');
    chmodSync(join(folder, 'run'), 0o700);
    expect((await readCheckpoint(file)).metadata['value']).toBe('1');
  });
});

/** Kills a writer some time after its first checkpoint is done. Returns the last step it said was done. */
async function killedWriter(file: string, from: number, afterMs: number): Promise<number> {
  const writer = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', WRITER, file, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = 0;
  createInterface(writer.stdout).on('line', (line) => {
    if (told === 0) void wait(afterMs).then(() => writer.kill('SIGKILL'));
    told = Number(line);
  });
  await once(writer, 'close');
  return told;
}

test('kill -9 at 100 moments while checkpoints are written: always a whole last one, never an older one than was told', async () => {
  const KILLS = 50;
  let leftHalf = 0;
  const chain = async (): Promise<void> => {
    const file = join(newFolder(), 'last.safetensors');
    let step = 0;
    for (let i = 0; i < KILLS; i++) {
      const told = await killedWriter(file, step + 1, (i * 37) % 41);
      leftHalf += readdirSync(join(file, '..')).filter((name) => name.endsWith('.partial')).length;
      const { tensors, metadata } = await readCheckpoint(file);
      const found = Number(metadata['step']);
      expect(found).toBeGreaterThanOrEqual(told);
      expect(found).toBeGreaterThan(step);
      for (const { data } of Object.values(tensors)) expect(data.every((x) => x === found)).toBe(true);
      step = found;
    }
    expect(existsSync(file)).toBe(true);
  };
  await Promise.all([chain(), chain()]);
  // The kills must have hit writers in the act, or this shows nothing.
  console.log(`${String(2 * KILLS)} kills, ${String(leftHalf)} of them with a file half written`);
  expect(leftHalf).toBeGreaterThan(KILLS / 5);
}, 120_000);
