import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FromTrainer, VerifyLine } from '../../../core/contract/trainer.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { forkTrainer } from '../../studio/fork-trainer.ts';
import { startTrainer } from '../../studio/trainer-process.ts';
import { cacheFolder } from '../../studio/where.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import type { Command } from '../command.ts';
import { codeOf, DONE, FAILED } from '../exit-code.ts';
import { progressLine } from '../progress.ts';
import { trainerEntry } from '../trainer-entry.ts';

const KERNELS = ['fused', 'plain'] as const;
const MUTANTS = ['none', 'no-term', 'flipped-sign', 'no-projection', 'no-pull-back'] as const;

/** Replays recorded runs of the official code and compares every field. */
export const verify: Command = {
  name: 'verify',
  usage: `redreg verify FILE|FOLDER ... [--mutant ${MUTANTS.slice(1).join('|')}] [--kernels fused|plain] [--threads N] [--json]`,
  summary: 'Replays recorded official runs; prints the worst deviation beside the bound for each field, and fails beyond it.',
  async run(words) {
    const options = {
      mutant: { type: 'string', default: 'none' },
      kernels: { type: 'string', default: 'fused' },
      threads: { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const;
    const { values, positionals, wrong } = readArguments(verify, words, options, { least: 1, most: 10_000 });
    const mutant = MUTANTS.find((name) => name === values.mutant);
    if (!mutant) throw wrong(`--mutant is "${values.mutant}"; expected ${MUTANTS.slice(1).join(', ')}.`);
    const kernels = KERNELS.find((name) => name === values.kernels);
    if (!kernels) throw wrong(`--kernels is "${values.kernels}"; expected ${KERNELS.join(' or ')}.`);
    const files = [...new Set(positionals.flatMap(recordingsAt))];
    const lines: VerifyLine[] = [];
    const line = progressLine();
    const onMessage = (message: FromTrainer): void => {
      if (message.type === 'progress') line.show(message);
      if (message.type !== 'verified') return;
      lines.push(...message.lines);
      if (!values.json) printFile(message.lines, (text) => line.say(text));
    };
    const threads = values.threads === undefined ? null : wholeNumber(values.threads, 'threads', { least: 1 }, wrong);
    const job = {
      job: 'verify',
      run: 'verify',
      files,
      folders: { cache: cacheFolder(), checkpoints: '' },
      threads,
      kernels,
      mutant,
    } as const;
    const last = await startTrainer({ spawn: forkTrainer(trainerEntry()), job: { ...job, files }, onMessage }).ended;
    line.end();
    if (last.type === 'failed') {
      process.stderr.write(`${last.error.code}: ${last.error.message}\n`);
      if (values.json) process.stdout.write(`${JSON.stringify({ status: 'failed', error: last.error })}\n`);
      return codeOf(last.error.code);
    }
    const beyond = lines.filter((l) => !l.ok);
    if (values.json)
      process.stdout.write(
        `${JSON.stringify({ status: beyond.length === 0 ? 'passed' : 'failed', files: files.length, lines })}\n`,
      );
    else
      process.stdout.write(
        `${String(files.length)} recorded runs, ${String(lines.length)} comparisons, ${String(beyond.length)} beyond their bound\n`,
      );
    return beyond.length === 0 && last.type === 'done' ? DONE : FAILED;
  },
};

function printFile(lines: readonly VerifyLine[], say: (text: string) => void): void {
  say(lines[0]?.file ?? '');
  for (const { field, found, bound, ok } of lines)
    say(`  ${ok ? 'ok  ' : 'FAIL'}  ${found.toPrecision(3).padStart(9)}  within ${String(bound).padEnd(6)}  ${field}`);
}

/** The float64 recordings at a path; a recording has its float32 twin beside it. Errors: `verify.no-files`, `verify.bad-file`. */
function recordingsAt(path: string): string[] {
  const full = resolve(path);
  if (!existsSync(full)) throw new AppError('verify.no-files', { path });
  const named = statSync(full).isDirectory()
    ? readdirSync(full)
        .filter((name) => name.endsWith('.f64.json') || name.endsWith('.f32.json'))
        .sort()
        .map((name) => join(full, name))
    : [full];
  if (named.length === 0) throw new AppError('verify.no-files', { path });
  return [...new Set(named.map(withTwin))];
}

function withTwin(file: string): string {
  const stem = file.replace(/\.f(32|64)\.json$/, '');
  for (const twin of [`${stem}.f32.json`, `${stem}.f64.json`])
    if (!existsSync(twin)) throw new AppError('verify.bad-file', { file, problem: `the other precision, ${twin}, is not there` });
  return `${stem}.f64.json`;
}
