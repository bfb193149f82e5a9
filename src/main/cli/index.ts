/** The command line: finds the command, turns errors into words and exit codes. 0 done, 1 failed, 2 wrong use, 3 something is missing on this machine. */
import { RemoteError } from '../../core/contract/client.ts';
import { AppError, errorData, type ErrorData } from '../../core/errors/app-error.ts';
import { commands } from './commands/index.ts';
import { codeOf } from './exit-code.ts';
import { printHelp } from './help.ts';
import { outliveReader } from './outlive-reader.ts';

for (const stream of [process.stdout, process.stderr]) outliveReader(stream);
process.exitCode = await main(process.argv.slice(2));

async function main([name = 'help', ...rest]: readonly string[]): Promise<number> {
  const json = rest.includes('--json');
  try {
    if (name === 'help' || name === '--help' || name === '-h') return printHelp(commands);
    const command = commands.find((known) => known.name === name);
    if (!command) throw new AppError('cli.unknown-command', { found: name, known: commands.map((known) => known.name) });
    if (rest.includes('--help') || rest.includes('-h')) return printHelp([command]);
    return await command.run(rest);
  } catch (error) {
    // What the studio refused has crossed as data.
    const data = error instanceof RemoteError ? dataOf(error) : errorData(error);
    process.stderr.write(`${data.code}: ${data.message}\n`);
    if (json) process.stdout.write(`${JSON.stringify({ status: 'failed', error: data })}\n`);
    return codeOf(data.code);
  }
}

function dataOf({ code, message, params }: RemoteError): ErrorData {
  return { code, message, params };
}
