import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import { decodeFrames } from '../../../src/core/contract/wire.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { lockLibrary } from '../../../src/main/studio/library-lock.ts';
import { addFinished, addRunning, COMPARISON, makeFolder, placeIn, removeFolder } from '../../support/sample-library.ts';
import { connect, signIn, start, type Started } from './support.ts';

async function opened(served: Started): Promise<WebSocket> {
  const socket = await connect(served.port, { cookie: await signIn(served) });
  if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
  return socket;
}

const frame = (body: unknown): string => JSON.stringify({ parts: 0, body });
let lastId = 0;

/** The next message that `isWanted`; others (an event in between, say) are passed over. */
function next(socket: WebSocket, isWanted: (message: Record<string, unknown>) => boolean): Promise<unknown> {
  return new Promise((resolve) => {
    const take = (data: Buffer): void => {
      const message = decodeFrames(data.toString('utf8'), []) as Record<string, unknown>;
      if (!isWanted(message)) return;
      socket.off('message', take);
      resolve(message);
    };
    socket.on('message', take);
  });
}

function ask(socket: WebSocket, call: string, payload: unknown): Promise<unknown> {
  const id = ++lastId;
  const reply = next(socket, (message) => message['id'] === id);
  socket.send(frame({ id, call, payload }));
  return reply;
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

describe('a page of this host', () => {
  test('is answered', async () => {
    const served = await start();
    expect(await ask(await opened(served), 'app.info', {})).toEqual({
      id: lastId,
      reply: {
        ok: true,
        value: expect.objectContaining({
          ...{ version: '1.2.3', host: 'served', library: placeIn(served.folder).file, readOnly: null },
        }) as unknown,
      },
    });
  });

  test('gets an empty list of a library that was just made', async () => {
    const served = await start();
    expect(await ask(await opened(served), 'runs.list', {})).toMatchObject({
      reply: { ok: true, value: { runs: [], total: 0 } },
    });
  });

  test('hears of a run that another process begins while that one has the library', async () => {
    const folder = makeFolder();
    onTestFinished(() => removeFolder(folder));
    const place = placeIn(folder);
    const lock = await lockLibrary(place.file);
    const socket = await opened(await start({ library: place }));
    expect(await ask(socket, 'app.info', {})).toMatchObject({ reply: { value: { readOnly: { code: 'store.locked' } } } });

    const changed = next(socket, ({ event }) => event === 'runs.changed');
    const library = openLibrary(place.file);
    const run = addRunning(library, { method: 'redreg', seed: 3 });
    expect(await changed).toEqual({ event: 'runs.changed', payload: {} });
    expect(await ask(socket, 'runs.list', {})).toMatchObject({
      reply: { value: { total: 1, runs: [{ id: run, seed: 3, status: 'running' }] } },
    });

    const free = next(socket, ({ event }) => event === 'app.changed');
    library.close();
    lock.release();
    await free;
    expect(await ask(socket, 'app.info', {})).toMatchObject({ reply: { value: { readOnly: null } } });
  });

  test('sees figures, with those that are no numbers as such', async () => {
    let run = '';
    const served = await start({
      fill(file) {
        const library = openLibrary(file);
        const [joint] = COMPARISON;
        run = addFinished(library, joint ?? { method: '', seed: 0, fused: 0, audio: 0, video: 0 });
        library.close();
      },
    });

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
