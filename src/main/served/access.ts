import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the served host. A link with a token that works once gives a browser a cookie; all else needs that cookie. The
 * name in `Host` must be a loopback name, which a page that has its own name pointed at 127.0.0.1 cannot arrange; the port may be
 * another one, since a tunnel's near end has its own.
 */
export interface Access {
  /** The token of the link that is valid now. */
  readonly token: string;
  /** Trades a token for a `Set-Cookie` header, once; null if it is wrong or was used. A new token is valid from then on. */
  exchange(token: string): string | null;
  /** Whether a request comes from a browser that has traded a token. */
  hasSession(request: IncomingMessage): boolean;
}

/** Cookies do not tell ports apart, so each server has a name of its own. */
export function createAccess(port: number): Access {
  const name = `redreg-${port}`;
  const sessions: Buffer[] = [];
  let token = secret();

  return {
    get token() {
      return token;
    },
    exchange(given) {
      if (!timingSafeEqual(digest(given), digest(token))) return null;
      token = secret();
      const session = secret();
      sessions.push(digest(session));
      return `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasSession(request) {
      const given = digest(cookieOf(request, name) ?? '');
      return sessions.some((session) => timingSafeEqual(session, given));
    },
  };
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** Whether a request was meant for this machine by name. */
export const isLoopbackHost = (request: IncomingMessage): boolean => LOOPBACK_HOST.test(request.headers.host ?? '');

/** Whether a request was made by a page of this very host. A browser says so itself, and a page cannot change it. */
export const isOwnOrigin = (request: IncomingMessage): boolean =>
  request.headers.origin === `http://${request.headers.host ?? ''}`;

export interface CommandKey {
  /** 256 random bits; only who may read the file beside the library knows them. */
  readonly key: string;
  /** Whether a request shows the key. */
  isShown(request: IncomingMessage): boolean;
}

/** What a command in a terminal shows instead of a cookie. */
export function createCommandKey(): CommandKey {
  const key = secret();
  const expected = digest(`Bearer ${key}`);
  return { key, isShown: ({ headers }) => timingSafeEqual(digest(headers.authorization ?? ''), expected) };
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const cookie of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = cookie.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}

const secret = (): string => randomBytes(32).toString('base64url');
/** Digests have one length, so that comparing them tells nothing, not even a length. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
