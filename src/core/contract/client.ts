import { AppError, type ErrorData } from '../errors/app-error.ts';
import { contract, type Answer, type CallName, type EventName, type Payload, type Request } from './index.ts';
import { issuesOf, Reply } from './reply.ts';

/** A transport as a page sees it: the preload's bridge, or a web socket. */
export interface Bridge {
  /** Resolves to a `Reply`. */
  call(name: string, payload: unknown): Promise<unknown>;
  /** Returns the function that ends this one subscription. */
  on(name: string, listener: (payload: unknown) => void): () => void;
}

/** A refusal or failure that a host answered with. The code is one of the catalogue, or `internal`. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly code: string;
  readonly params: unknown;

  constructor({ code, message, params }: ErrorData) {
    super(message);
    this.code = code;
    this.params = params;
  }
}

export interface Client {
  /** Throws a `RemoteError` where the host answers with an error. */
  call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>>;
  on<N extends EventName>(name: N, listener: (payload: Payload<N>) => void): () => void;
}

/** The contract over a transport, checked on this end too. */
export function createClient(bridge: Bridge): Client {
  return {
    async call(name, request) {
      const reply = Reply.safeParse(await bridge.call(name, request));
      if (!reply.success) throw new AppError('ipc.bad-answer', { call: name, issues: issuesOf(reply.error) });
      if (!reply.data.ok) throw new RemoteError(reply.data.error);
      const value = contract[name].output.safeParse(reply.data.value);
      if (!value.success) throw new AppError('ipc.bad-answer', { call: name, issues: issuesOf(value.error) });
      return value.data as Answer<typeof name>;
    },
    on: (name, listener) => bridge.on(name, (payload) => listener(contract[name].payload.parse(payload) as Payload<typeof name>)),
  };
}
