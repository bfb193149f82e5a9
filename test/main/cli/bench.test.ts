import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redreg } from '../../support/redreg.ts';
import { testWithShared, shared } from '../../support/shared.ts';

/** The measurements run at a size that says nothing about speed: what is looked at is what they report, never the seconds. */

const TINY = ['--size', 'small', '--set', 'model.width=4', '--batch', '2', '--threads', '2', '--device', 'cpu'];

const FIGURES = {
  shape: 'crema-d',
  batch: 2,
  threads: 2,
  device: 'cpu',
  device_name: expect.any(String) as string,
  steps: 2,
  tensors_flat: true,
};

interface Figures {
  readonly seconds_per_step: number;
  readonly gflops_per_step: number;
  readonly gflops_per_second: number;
  readonly peak_gflops_per_second: number;
  readonly fraction_of_peak: number;
  readonly peak_rss_mb: number;
  readonly rss_mb_last_step: number;
  readonly peak_shape: readonly number[];
}

/**
 * Multiply-accumulates of the small shapes at width 4, by hand: places x k x k x from x to.
 * Audio 64x48x1: stem 32·24·49·1·4 = 150,528; pooled to 16x12: four 3x3 4→4, 4·192·144 = 110,592;
 * 8x6: 48·9·(4·8 + 3·8·8) + 48·4·8 = 98,304; 4x3 and 2x2 (half of 3 is 2) likewise: 12·9·(8·16 + 3·16·16) + 12·8·16 = 98,304;
 * 4·9·(16·32 + 3·32·32) + 4·16·32 = 131,072.
 * One frame 32x32x3: stem 256·49·3·4 = 150,528; 8x8: 4·64·144 = 36,864; 4x4: 16·(9·224 + 32) = 32,768;
 * 2x2: 4·(9·896 + 128) = 32,768; 1x1: 9·3584 + 512 = 32,768.
 */
const AUDIO = { stem: 150_528, all: 150_528 + 110_592 + 98_304 + 98_304 + 131_072 };
const VIDEO = { stem: 3 * 150_528, all: 3 * (150_528 + 36_864 + 3 * 32_768) };
/** Two operations each, a batch of 2; backward twice the forward but for the stems' inputs. */
const giga = (forwards: number): number => (2 * 2 * ((forwards + 2) * (AUDIO.all + VIDEO.all) - AUDIO.stem - VIDEO.stem)) / 1e9;

describe('redreg bench step', () => {
  it('reports a method beside joint training, each from its own processes', async () => {
    const ran = await redreg(['bench', 'step', ...TINY, '--steps', '2', '--rounds', '2', '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout.trim().split('\n')).toHaveLength(1);
    const found = ran.json<Figures & { joint: Figures; ratio_to_joint: number }>();
    expect(found).toMatchObject({
      ...FIGURES,
      method: 'redreg',
      epoch: 40,
      epochs: 80,
      regulated_steps: expect.any(Number) as number,
    });
    expect(found.joint).toMatchObject({ ...FIGURES, method: 'joint', regulated_steps: 0, dropped_steps: 0 });
    for (const { figures, forwards } of [
      { figures: found, forwards: 3 },
      { figures: found.joint, forwards: 1 },
    ]) {
      expect(figures.gflops_per_step).toBeCloseTo(giga(forwards), 9);
      expect(figures.gflops_per_second).toBeCloseTo(figures.gflops_per_step / figures.seconds_per_step, 6);
      expect(figures.fraction_of_peak).toBeCloseTo(figures.gflops_per_second / figures.peak_gflops_per_second, 6);
      expect(figures.peak_rss_mb).toBeGreaterThanOrEqual(figures.rss_mb_last_step);
      // Images = batch · frames.
      expect(figures.peak_shape[0]).toBe(6);
    }
    expect(found.ratio_to_joint).toBeCloseTo(found.seconds_per_step / found.joint.seconds_per_step, 9);
  }, 240_000);

  it('measures the geometry where it is asked for, and says so to people', async () => {
    const ran = await redreg(['bench', 'step', ...TINY, '--diagnostics', '3', '--steps', '3', '--rounds', '1']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/^redreg +\d/m);
    expect(ran.stdout).toMatch(/^joint +\d/m);
    expect(ran.stdout).toContain('at epoch 40 of 80');
    expect(ran.stdout).toContain('measured in 1 of them');
  }, 240_000);

  it('joint training is its own measure', async () => {
    const ran = await redreg(['bench', 'step', ...TINY, '--method', 'joint', '--steps', '1', '--rounds', '1', '--json']);
    expect(ran.json()).toMatchObject({ method: 'joint', ratio_to_joint: 1, joint: { method: 'joint' } });
  }, 60_000);
});

describe('redreg bench ops', () => {
  it('names operations with their share, and what is outside them', async () => {
    const ran = await redreg(['bench', 'ops', ...TINY, '--steps', '2', '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    const found = ran.json<{
      operations: { name: string; calls: number; ms: number; share: number }[];
      outside: { name: string; ms: number; share: number }[];
    }>();
    expect(found.outside.map(({ name }) => name)).toEqual(['readback', 'freeing', 'javascript']);
    // 40 convolutions in the forward of two encoders and 40 in their probes, whatever the kernels are called that do the rest.
    expect(found.operations.filter(({ name }) => /Conv2D$/.test(name)).reduce((n, { calls }) => n + calls, 0)).toBe(80);
    for (const { ms } of [...found.operations, ...found.outside]) expect(ms).toBeGreaterThanOrEqual(0);
    const shares = [...found.operations, ...found.outside].reduce((total, { share }) => total + share, 0);
    expect(shares).toBeCloseTo(1, 9);
  }, 60_000);
});

describe('redreg bench data', () => {
  testWithShared(
    'data/av-digits',
    'says how fast the loader is and what share of an epoch is waited',
    async () => {
      const words = ['--data', shared('data/av-digits'), '--batch', '64', '--steps', '4', '--step-seconds', '0.05'];
      const ran = await redreg(['bench', 'data', ...words, '--json']);
      expect(ran.code, ran.stderr).toBe(0);
      const found = ran.json<Record<string, number>>();
      expect(found).toMatchObject({
        batch: 64,
        steps: 4,
        bar: 0.05,
        made_up_step: true,
        shapes: { audio: [257, 188, 1], video: [3, 224, 224, 3] },
      });
      expect(found['steps_per_epoch']).toBe(Math.ceil((found['samples'] ?? 0) / 64));
      expect(found['within_bar']).toBe((found['wait_share'] ?? 1) < 0.05);
    },
    240_000,
  );
});

describe('words', () => {
  it('refuses what it does not know', async () => {
    const wrong: [string[], string][] = [
      [[], 'cli.bad-arguments'],
      [['steps'], 'cli.bad-arguments'],
      [['step', '--shape', 'imagenet'], 'cli.bad-arguments'],
      [['step', '--size', 'huge'], 'cli.bad-arguments'],
      [['step', '--batch', '0'], 'cli.bad-arguments'],
      [['step', '--rounds', '3', '--steps', '2'], 'cli.bad-arguments'],
      [['step', '--epoch', '80'], 'cli.bad-arguments'],
      [['step', '--diagnostics', 'on'], 'cli.bad-arguments'],
      [['ops', '--rounds', '2'], 'cli.bad-arguments'],
      [['data', '--step-seconds', '0'], 'cli.bad-arguments'],
      [['step', '--method', 'redregg'], 'method.unknown'],
      [['step', '--set', 'links.redundancy-monitor=off'], 'method.link-required'],
      [['data', '--data', 'nowhere'], 'data.not-found'],
    ];
    for (const [words, code] of wrong) {
      const ran = await redreg(['bench', ...words]);
      expect(ran.stderr, words.join(' ')).toContain(code);
      expect(ran.code, words.join(' ')).toBe(2);
    }
  }, 60_000);

  it.skipIf(process.platform !== 'linux')(
    'is ended by Ctrl-C, and its process with it',
    async () => {
      const words = ['bench', 'step', ...TINY, '--steps', '100000', '--rounds', '1', '--json'];
      const child = spawn(process.execPath, [resolve('out/main/cli.js'), ...words]);
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      await new Promise<void>((begun) =>
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          stderr += text;
          begun();
        }),
      );
      const id = String(child.pid);
      const trainer = readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').trim();
      expect(trainer).toMatch(/^\d+$/);
      child.kill('SIGINT');
      const code = await new Promise<number | null>((ended) => child.on('close', ended));
      expect(existsSync(`/proc/${trainer}`)).toBe(false);
      expect(stderr).toContain('bench.interrupted');
      expect(JSON.parse(stdout.trim())).toMatchObject({ status: 'failed', error: { code: 'bench.interrupted' } });
      expect(code).toBe(1);
    },
    60_000,
  );
});
