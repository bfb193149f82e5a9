import { errorData } from '../../core/errors/app-error.ts';
import { servedArguments } from './arguments.ts';
import { log, logFault, runServed } from './run-served.ts';

/** The served host as a program of its own, which `npm start` runs: `node out/main/served.js [--port N] [--library FILE]`. */
async function main(): Promise<number> {
  return runServed({ mainFolder: import.meta.dirname, ...servedArguments(process.argv.slice(2)) });
}

main().then(
  (code) => (process.exitCode = code),
  (thrown: unknown) => {
    const { code, message } = errorData(thrown);
    if (code === 'internal') logFault(thrown);
    log(`${message} [${code}]`);
    process.exitCode = code === 'served.wrong-use' ? 2 : 1;
  },
);
