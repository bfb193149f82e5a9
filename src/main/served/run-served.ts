import { forkTrainer } from '../studio/fork-trainer.ts';
import { programFiles } from '../studio/program-files.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { startServed } from './start-served.ts';

export interface ServedProgramOptions {
  /** Where the built entries lie (`out/main`). */
  readonly mainFolder: string;
  readonly port: number;
  readonly library: LibraryPlace;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
export const log = (line: string): void => void process.stderr.write(`${line}\n`);
export const logFault = (thrown: unknown): void =>
  log(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

/**
 * Serves until a signal comes, then saves what is trained and ends; a second signal ends at once. Resolves to the exit code. Throws
 * `served.…`, `host.not-built`, `store.…`.
 */
export async function runServed({ mainFolder, port, library }: ServedProgramOptions): Promise<number> {
  const { page, version, trainer } = programFiles(mainFolder);
  const served = await startServed({
    ...{ port, library, page, version },
    abilities: { spawnTrainer: forkTrainer(trainer) },
    onFault: logFault,
    onLinkUsed: (next) => say(`That link was used. For another browser: ${next}`),
  });
  say(`RedReg Studio is at ${served.link()}`);

  await firstSignal();
  if (served.isTraining()) log('Saving what is trained, to go on from there the next time. Again to end at once.');
  await served.close();
  return 0;
}

function firstSignal(): Promise<void> {
  const names: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  return new Promise((resolve) => {
    const end = (): void => {
      for (const name of names) process.off(name, end);
      resolve();
    };
    for (const name of names) process.on(name, end);
  });
}
