import { describe, expect, test, vi } from 'vitest';
import { createClient, RemoteError, type Bridge } from '../../../src/core/contract/client.ts';
import { callNames, contract, eventNames, type Handlers } from '../../../src/core/contract/index.ts';
import { answer, toReply } from '../../../src/core/contract/reply.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';

const info = { version: '1', host: 'served', platform: 'linux', library: '/l', readOnly: null, command: 'redreg' } as const;
const handlers: Handlers = {
  ...unanswered(),
  'app.info': () => info,
  'runs.list': ({ limit }) => ({ runs: [], total: limit }),
  'runs.get': ({ run }) => {
    throw new AppError('store.unknown-run', { file: '/l', wanted: run, near: [], total: 0 });
  },
};

/** A handler for every call, none of which is expected to be asked. */
function unanswered(): Handlers {
  const refuse = (name: string) => () => {
    throw new Error(`${name} was asked`);
  };
  return Object.fromEntries(callNames.map((name) => [name, refuse(name)])) as unknown as Handlers;
}

/** A transport that is a function call. */
function loopback(served: Handlers, onFault: (thrown: unknown) => void = () => undefined): Bridge {
  return { call: (name, payload) => toReply(() => answer(served, name, payload), onFault), on: () => () => undefined };
}

describe('the contract', () => {
  test('is calls and events, and nothing else', () => {
    expect([...callNames, ...eventNames].sort()).toEqual(Object.keys(contract).sort());
  });

  test('is answered by the handler, with defaults filled in', async () => {
    const client = createClient(loopback(handlers));
    expect(await client.call('app.info', {})).toEqual(info);
    expect(await client.call('runs.list', {})).toEqual({ runs: [], total: 1000 });
  });

  test('brings an error across with its code and parameters', async () => {
    const failure: unknown = await createClient(loopback(handlers))
      .call('runs.get', { run: 'r7' as never })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RemoteError);
    expect(failure).toMatchObject({ code: 'store.unknown-run', params: { wanted: 'r7' } });
  });
});

describe('refused', () => {
  const ask = (name: string, payload: unknown) =>
    toReply(
      () => answer(handlers, name, payload),
      () => undefined,
    );

  test.each(['runs.drop', 'constructor', '__proto__', 'runs.changed', ''])('the call "%s"', async (name) => {
    expect(await ask(name, {})).toMatchObject({ ok: false, error: { code: 'ipc.unknown-call' } });
  });

  test.each([
    ['a wrong type', { limit: 'all' }, 'limit'],
    ['an unknown key', { limit: 5, order: 'x' }, 'order'],
    ['no object', null, 'object'],
  ])('a request with %s, naming it', async (_, payload, named) => {
    const reply = await ask('runs.list', payload);
    expect(reply).toMatchObject({ ok: false, error: { code: 'ipc.bad-request' } });
    expect(!reply.ok && reply.error.message).toContain(named);
  });

  test('an answer that is not of the agreed form', async () => {
    const odd = { ...handlers, 'app.info': () => ({ ...info, secret: 1 }) };
    await expect(createClient(loopback(odd)).call('app.info', {})).rejects.toMatchObject({ code: 'ipc.bad-answer' });
    const mute: Bridge = { call: () => Promise.resolve(undefined), on: () => () => undefined };
    await expect(createClient(mute).call('app.info', {})).rejects.toMatchObject({ code: 'ipc.bad-answer' });
  });
});

test('a fault of the program is told to the log and crosses as such', async () => {
  const onFault = vi.fn();
  const broken: Handlers = {
    ...handlers,
    'app.info': () => {
      throw new TypeError('x is not a function');
    },
  };
  await expect(createClient(loopback(broken, onFault)).call('app.info', {})).rejects.toMatchObject({ code: 'internal' });
  expect(onFault).toHaveBeenCalledOnce();
});
