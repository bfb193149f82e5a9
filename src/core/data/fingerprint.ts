/**
 * A fingerprint is four hashes of 16 hexadecimal digits each, joined by hyphens, so that two of them tell what differs. Earlier ones are
 * one hash of all together.
 */
const PARTS = ['classes', 'samples', 'files', 'content'] as const;
export type FingerprintPart = (typeof PARTS)[number];

const FORM = /^[0-9a-f]{16}(-[0-9a-f]{16}){3}$/;

export const joinFingerprint = (parts: Readonly<Record<FingerprintPart, string>>): string =>
  PARTS.map((part) => parts[part].slice(0, 16)).join('-');

/** In what two sets differ; null where a fingerprint is of the earlier form, which does not tell. */
export function fingerprintDifference(expected: string, found: string): FingerprintPart[] | null {
  if (!FORM.test(expected) || !FORM.test(found)) return null;
  const [a, b] = [expected.split('-'), found.split('-')];
  return PARTS.filter((_, i) => a[i] !== b[i]);
}

/** Whether a set is the one of a fingerprint that was stored with a run, in today's form or the earlier one. */
export const isOfFingerprint = (
  stored: string,
  { fingerprint, formerFingerprint }: { readonly fingerprint: string; readonly formerFingerprint?: string },
): boolean => stored === fingerprint || stored === formerFingerprint;
