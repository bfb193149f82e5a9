import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { decodeFrames } from '../../../src/core/contract/wire.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { addFinished, addRunning, COMPARISON, placeIn } from '../../support/sample-library.ts';
import { connect, signIn, start, type Started } from './support.ts';

async function opened(served: Started): Promise<WebSocket> {
  const socket = await connect(served.port, { cookie: await signIn(served) });
  if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
  return socket;
}

const frame = (body: unknown): string => JSON.stringify({ parts: 0, body });

/** The next message, whatever it is. */
async function next(socket: WebSocket): Promise<unknown> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return decodeFrames(data.toString('utf8'), []);
}

async function ask(socket: WebSocket, call: string, payload: unknown): Promise<unknown> {
  socket.send(frame({ id: 7, call, payload }));
  return next(socket);
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

describe('a page of this host', () => {
  test('is answered', async () => {
    const served = await start();
    expect(await ask(await opened(served), 'app.info', {})).toEqual({
      id: 7,
      reply: {
        ok: true,
        value: expect.objectContaining({ version: '1.2.3', host: 'served', library: placeIn(served.folder).file }) as unknown,
      },
    });
  });

  test('gets an empty list while there is no library, and hears of the first run', async () => {
    const served = await start();
    const socket = await opened(served);
    expect(await ask(socket, 'runs.list', {})).toMatchObject({ reply: { ok: true, value: { runs: [], total: 0 } } });

    const changed = next(socket);
    const library = openLibrary(placeIn(served.folder).file);
    const run = addRunning(library, { method: 'redreg', seed: 3 });
    expect(await changed).toEqual({ event: 'runs.changed', payload: {} });
    expect(await ask(socket, 'runs.list', {})).toMatchObject({
      reply: { value: { total: 1, runs: [{ id: run, seed: 3, status: 'running' }] } },
    });
    library.close();
  });

  test('sees figures, with those that are no numbers as such', async () => {
    const served = await start();
    const library = openLibrary(placeIn(served.folder).file);
    const [joint] = COMPARISON;
    const run = addFinished(library, joint ?? { method: '', seed: 0, fused: 0, audio: 0, video: 0 });
    library.close();

    const reply = await ask(await opened(served), 'runs.get', { run });
    expect(reply).toMatchObject({
      reply: {
        value: {
          test: { best: null, last: { accuracy: 0.871, modalityAccuracy: { audio: 0.843, video: 0.412 } } },
          config: { method: 'joint' },
        },
      },
    });
  });

  test('is told of an unknown call, a bad request and an unknown run by their codes', async () => {
    const socket = await opened(await start());
    expect(await ask(socket, 'runs.drop', {})).toMatchObject({ reply: { error: { code: 'ipc.unknown-call' } } });
    expect(await ask(socket, 'runs.list', { limit: -1 })).toMatchObject({ reply: { error: { code: 'ipc.bad-request' } } });
    expect(await ask(socket, 'runs.get', { run: 'r1' })).toMatchObject({ reply: { error: { code: 'store.unknown-run' } } });
  });
});

describe('refused', () => {
  test.each([
    ['without the cookie', { cookie: '' }, 401],
    ['from a page of another site', { origin: 'http://evil.example' }, 403],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['from a sandboxed frame', { origin: 'null' }, 403],
    ['without an origin', { origin: '' }, 403],
    ['under a foreign name', { host: 'evil.example' }, 403],
    ['at another path', { path: '/other' }, 404],
  ])('%s', async (_, headers, status) => {
    const served = await start();
    expect(await connect(served.port, { cookie: await signIn(served), ...headers })).toBe(status);
  });
});

describe('a message that is no request ends its connection and harms no other', () => {
  test.each([
    ['no JSON', '{', 1007],
    ['no envelope', '"text"', 1007],
    ['no id', frame({ call: 'app.info', payload: {} }), 1007],
    ['an unknown key', frame({ id: 1, call: 'app.info', payload: {}, sudo: true }), 1007],
    ['a part that is not sent', '{"parts":1,"body":{"id":1,"call":"app.info","payload":{"$":"Uint8Array","part":0}}}', 1007],
    ['very deep', `{"parts":0,"body":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 1007],
    ['bytes', Buffer.from([1, 2, 3]), 1003],
    ['too large', frame('x'.repeat(1024 * 1024)), 1009],
  ])('%s', async (_, message, code) => {
    const served = await start();
    const [socket, other] = [await opened(served), await opened(served)];
    socket.send(message);
    expect(await closeCode(socket)).toBe(code);
    expect(await ask(other, 'app.info', {})).toMatchObject({ reply: { ok: true } });
    expect(served.faults).toEqual([]);
  });
});
