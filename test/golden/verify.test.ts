import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { VerifyLine } from '../../src/core/contract/trainer.ts';
import { redreg } from '../support/redreg.ts';
import { shared, testWithShared } from '../support/shared.ts';

const MINUTES = 60_000;

interface Verified {
  readonly status: string;
  readonly files: number;
  readonly lines: readonly VerifyLine[];
}

testWithShared(
  'golden',
  'every recorded official run is replayed within its bounds',
  async () => {
    const ran = await redreg(['verify', shared('golden'), '--json']);
    const { status, files, lines } = ran.json<Verified>();
    expect(lines.filter((line) => !line.ok)).toEqual([]);
    expect(status).toBe('passed');
    expect(files).toBe(readdirSync(shared('golden')).filter((name) => name.endsWith('.f64.json')).length);
    expect(lines.length).toBeGreaterThan(9 * files);
    expect(ran.code).toBe(0);
  },
  20 * MINUTES,
);

/** One recording a method at full regulation, by the composed operations. */
for (const file of ['redreg.displaced1', 'redreg.closed0', 'inforeg.displaced0', 'ogmge.displaced0'])
  testWithShared(
    `golden/${file}.f64.json`,
    `${file} is replayed within its bounds without the fused kernels`,
    async () => {
      const ran = await redreg(['verify', shared('golden', `${file}.f64.json`), '--kernels', 'plain', '--json']);
      expect(ran.json<Verified>().lines.filter((line) => !line.ok)).toEqual([]);
      expect(ran.code).toBe(0);
    },
    5 * MINUTES,
  );

/** The figure that must show each fault; bounds and what a fault gives are in the recordings' README. */
const faults = [
  { mutant: 'no-term', file: 'redreg.displaced0', line: 'gradients of the audio encoder, 95 %', least: 0.5 },
  { mutant: 'flipped-sign', file: 'redreg.displaced0', line: 'gradients of the audio encoder, 95 %', least: 1 },
  { mutant: 'no-projection', file: 'redreg.displaced1', line: 'gradients of the visual encoder, 95 %', least: 0.05 },
  { mutant: 'no-pull-back', file: 'inforeg.displaced0', line: 'gradients of the', least: 0.5 },
] as const;

for (const { mutant, file, line, least } of faults)
  testWithShared(
    `golden/${file}.f64.json`,
    `the replay notices ${mutant}`,
    async () => {
      const ran = await redreg(['verify', shared('golden', `${file}.f64.json`), '--mutant', mutant, '--json']);
      expect(ran.code).toBe(1);
      const found = ran
        .json<Verified>()
        .lines.filter((l) => l.field.startsWith(line))
        .map((l) => l.found);
      expect(Math.max(...found)).toBeGreaterThan(least);
    },
    5 * MINUTES,
  );
