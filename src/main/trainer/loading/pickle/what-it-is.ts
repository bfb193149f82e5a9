/** What files are that take another one's place: by their first bytes. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['PK', 'a zip archive (what torch.save and numpy.savez write)'],
  ['\x89HDF', 'an HDF5 file'],
  ['\x93NUMPY', 'a .npy file'],
  ['\x1f\x8b', 'a gzip archive; unpack it first'],
  ['version https://git-lfs', 'the pointer of a file that was not fetched (Git LFS)'],
  ['<', 'a web page: the download was not the file itself'],
];

/** "it is an HDF5 file" for known beginnings, else `otherwise`. */
export function whatItIs(start: Uint8Array, otherwise: string): string {
  const text = Buffer.from(start).toString('latin1');
  const [, name] = BEGINNINGS.find(([beginning]) => text.startsWith(beginning)) ?? [];
  if (name !== undefined) return `it is ${name}`;
  return start.length === 0 ? 'it is empty' : otherwise;
}
