import { errorData } from '../../core/errors/app-error.ts';
import { forkTrainer } from '../studio/fork-trainer.ts';
import { programFiles } from '../studio/program-files.ts';
import { servedArguments } from './arguments.ts';
import { startServed } from './start-served.ts';

/** The served host as a program of its own: `node out/main/served.js [--port N] [--library FILE]`. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const logFault = (thrown: unknown): void => log(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

async function main(): Promise<void> {
  const { page, version, trainer } = programFiles(import.meta.dirname);
  const served = await startServed({
    ...servedArguments(process.argv.slice(2)),
    page,
    version,
    abilities: { spawnTrainer: forkTrainer(trainer) },
    onFault: logFault,
    onLinkUsed: (next) => say(`That link was used. For another browser: ${next}`),
  });
  say(`RedReg Studio is at ${served.link()}`);

  const end = (): void => {
    process.off('SIGINT', end).off('SIGTERM', end);
    void served.close();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
}

main().catch((thrown: unknown) => {
  const { code, message } = errorData(thrown);
  if (code === 'internal') logFault(thrown);
  log(`${message} [${code}]`);
  process.exitCode = code === 'served.wrong-use' ? 2 : 1;
});
