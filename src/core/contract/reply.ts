import { z } from 'zod';
import { AppError, errorData } from '../errors/app-error.ts';
import { contract, isCallName, type CallName, type Checked, type Handlers, type Result } from './index.ts';

/** Answers are data, refusals too: an error loses its code when a transport serialises it. */
export const Reply = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: z.strictObject({ code: z.string(), message: z.string(), params: z.unknown() }) }),
]);
export type Reply = z.output<typeof Reply>;

/** Runs `work` and makes its outcome a reply. What is no AppError is a fault of the program, and `onFault` is told for the log. */
export async function toReply(work: () => unknown, onFault: (thrown: unknown) => void): Promise<Reply> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.cause !== undefined) onFault(thrown);
    return { ok: false, error: errorData(thrown) };
  }
}

/** Checks a request from a page, by name and by schema, and hands it to its handler. The sender must have been checked before. */
export function answer(handlers: Handlers, name: string, payload: unknown): unknown {
  if (!isCallName(name)) throw new AppError('ipc.unknown-call', { call: name.slice(0, 100) });
  return answerCall(handlers, name, payload);
}

function answerCall<N extends CallName>(handlers: Handlers, name: N, payload: unknown): Result<N> | Promise<Result<N>> {
  const parsed = contract[name].input.safeParse(payload);
  if (!parsed.success) throw new AppError('ipc.bad-request', { call: name, issues: issuesOf(parsed.error) });
  return handlers[name](parsed.data as Checked<N>);
}

/** Each complaint with the path of its field. */
export function issuesOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`));
}
