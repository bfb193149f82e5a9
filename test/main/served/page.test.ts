import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { get, signIn, start } from './support.ts';

describe('the link', () => {
  test('gives a browser a cookie that scripts and other sites cannot use, and leads to the page', async () => {
    const served = await start();
    const { pathname, search } = new URL(served.link());
    const answer = await get(served.port, pathname + search);

    expect(answer).toMatchObject({
      status: 303,
      headers: { location: '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^redreg-${served.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
  });

  test('works once; the next one is told', async () => {
    const served = await start();
    const { pathname, search } = new URL(served.link());
    await get(served.port, pathname + search);

    const again = await get(served.port, pathname + search);
    expect(again).toMatchObject({ status: 401 });
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(served.links).toEqual([served.link()]);
    expect(served.link()).not.toContain(search);
    expect(await signIn(served)).toContain('redreg-');
  });

  test('is not used up by a look at its headers', async () => {
    const served = await start();
    const { pathname, search } = new URL(served.link());
    expect((await get(served.port, pathname + search, {}, 'HEAD')).status).toBe(401);
    expect((await get(served.port, pathname + search)).status).toBe(303);
  });

  test.each(['/?token=', '/?token=guess', `/?token=${'a'.repeat(43)}`, '/?token=%00'])('"%s" is refused', async (path) => {
    const { port } = await start();
    expect((await get(port, path)).status).toBe(401);
  });
});

describe('without the cookie', () => {
  test.each(['/', '/index.html', '/assets/index-abc.js', '/absent'])(
    '%s is refused, and tells nothing of what is there',
    async (path) => {
      const { port } = await start();
      const answer = await get(port, path, { Cookie: `redreg-${port}=wrong; other=1` });
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('link that the program printed');
    },
  );
});

describe('with the cookie', () => {
  test('the page and its files come with their kinds and the security headers', async () => {
    const served = await start();
    const cookie = await signIn(served);

    const page = await get(served.port, '/', { Cookie: cookie });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>page</title>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; " +
        "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'",
    );

    const script = await get(served.port, '/assets/index-abc.js', { Cookie: `first=1; ${cookie}` });
    expect(script).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    expect(script.headers['cache-control']).toContain('immutable');
  });

  test.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..%5csecret.html',
    '/%2e%2e%2f%2e%2e%2fetc/passwd.html',
    '//etc/secret.html',
    '/index.html%00.js',
    '/%E0%A4%A',
    '/linked.html',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/index.html/',
    `/${'a'.repeat(300)}.html`,
  ])('%s is not found', async (path) => {
    const served = await start();
    symlinkSync(join(served.folder, 'secret.html'), join(served.page, 'linked.html'));
    const answer = await get(served.port, path, { Cookie: await signIn(served) });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('outside');
    expect(served.faults).toEqual([]);
  });

  test('nothing but GET and HEAD is answered', async () => {
    const served = await start();
    const cookie = await signIn(served);
    expect(await get(served.port, '/', { Cookie: cookie }, 'POST')).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
    expect(await get(served.port, '/', { Cookie: cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});

describe('the name in Host', () => {
  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    '169.254.1.1',
    'localhost@evil.example',
    '[::2]:80',
  ])('%s is refused, cookie or not', async (host) => {
    const served = await start();
    expect((await get(served.port, '/', { Cookie: await signIn(served), Host: host })).status).toBe(403);
  });

  test.each(['localhost:9000', '127.0.0.1:9000', '[::1]:9000', 'localhost'])(
    '%s, the near end of a tunnel, is served',
    async (host) => {
      const served = await start();
      expect((await get(served.port, '/', { Cookie: await signIn(served), Host: host })).status).toBe(200);
    },
  );

  test('the link is not spent on a foreign name', async () => {
    const served = await start();
    const { pathname, search } = new URL(served.link());
    expect((await get(served.port, pathname + search, { Host: 'evil.example' })).status).toBe(403);
    expect((await get(served.port, pathname + search)).status).toBe(303);
  });
});

test('the cookie of one server does not open another', async () => {
  const [first, second] = [await start(), await start()];
  expect((await get(second.port, '/', { Cookie: await signIn(first) })).status).toBe(401);
});

test('a file that cannot be read is told to the log and ends the request', async () => {
  const served = await start();
  const cookie = await signIn(served);
  writeFileSync(join(served.page, 'loop.html'), '');
  symlinkSync('loop-b.html', join(served.page, 'loop-a.html'));
  symlinkSync('loop-a.html', join(served.page, 'loop-b.html'));
  await expect(get(served.port, '/loop-a.html', { Cookie: cookie })).rejects.toThrow();
  expect(served.faults).toHaveLength(1);
});
