/**
 * What a page of ours may do: run, show and play only what comes from the program itself, and talk to nobody else. Both hosts send
 * this with every answer. No inline script or style sheet is allowed; style attributes are, since floating parts (menus, tooltips)
 * are placed by them.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), payment=()',
};

/** How long a browser may keep a file: for ever if its name changes with its contents, else not at all. */
export const cacheControl = (isHashed: boolean): string => (isHashed ? 'private, max-age=31536000, immutable' : 'no-store');
