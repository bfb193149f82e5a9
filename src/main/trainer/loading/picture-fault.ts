import { withFile } from './files.ts';

/** First bytes of the pictures that are read. */
const SIGNATURES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
];

/**
 * Why a file cannot be a picture, by its first bytes alone; null where they are a JPEG's or PNG's. Damage further in shows when it is
 * decoded. Errors: `data.file-unreadable`.
 */
export function pictureFault(file: string): string | null {
  const bytes = withFile(file, (read) => read(0, 8), 8);
  if (SIGNATURES.some((signature) => signature.every((byte, i) => bytes[i] === byte))) return null;
  if (bytes.length === 0) return 'the file is empty';
  return `it begins with ${JSON.stringify(String.fromCharCode(...bytes))}, as neither a JPEG nor a PNG does`;
}
