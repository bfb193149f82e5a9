import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '../../core/errors/app-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Words → options and positionals; `cli.bad-arguments` with the usage for anything unknown, and for another number of positionals. */
export function readArguments<O extends Options>(
  command: { readonly name: string; readonly usage: string },
  words: readonly string[],
  options: O,
  positionals: { readonly least: number; readonly most: number } = { least: 0, most: 0 },
) {
  const wrong = (problem: string, cause?: unknown): AppError =>
    new AppError('cli.bad-arguments', { command: command.name, problem, usage: command.usage }, { cause });
  const parsed = parse(words, options, wrong);
  const { length } = parsed.positionals;
  if (length < positionals.least) throw wrong('Something is missing.');
  if (length > positionals.most) throw wrong(`"${parsed.positionals[positionals.most] ?? ''}" is too much.`);
  return { values: parsed.values, positionals: parsed.positionals, wrong };
}

function parse<O extends Options>(words: readonly string[], options: O, wrong: (problem: string, cause: unknown) => AppError) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw wrong(`${cause instanceof Error ? cause.message.split('. ')[0] : String(cause)}.`, cause);
  }
}

/** A whole number in a range, or `cli.bad-arguments`. */
export function wholeNumber(
  text: string,
  name: string,
  { least, most = Number.MAX_SAFE_INTEGER }: { least: number; most?: number },
  wrong: (problem: string) => AppError,
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw wrong(
      `--${name} is "${text}"; expected a whole number from ${String(least)}${most < Number.MAX_SAFE_INTEGER ? ` to ${String(most)}` : ''}.`,
    );
  return value;
}
