import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listZip, plainCrc32, unpackFromZip } from '../../scripts/pack/index.mjs';
import { realPython, temporaryFolder } from './support/fake-pack.ts';

/** A zip made by Python, after whose own words ours are judged: `path|size|crc|mode` for each member. */
function pythonZip(lines: string): { readonly path: string; readonly listing: readonly string[] } {
  const path = join(temporaryFolder(), 'x.zip');
  const script = `
import random as chance, sys, zipfile
random = chance.Random(1).getrandbits(48_000_000).to_bytes(6_000_000, 'big')
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
${lines.replace(/^/gm, '    ')}
with zipfile.ZipFile(sys.argv[1]) as z:
    for i in z.infolist(): print(i.filename, i.file_size, i.CRC, i.external_attr >> 16, sep='|')
`;
  const said = execFileSync(realPython ?? 'python3', ['-c', script, path], { encoding: 'utf8' });
  return { path, listing: said.trim().split('\n') };
}

const MEMBERS = `
z.writestr('small.txt', 'hello')
z.writestr('empty', '')
z.writestr('stored.bin', random, zipfile.ZIP_STORED)
z.writestr('large.bin', random)
z.writestr('f\\u00f6lder/n\\u00e4me.txt', 'umlaut')
info = zipfile.ZipInfo('run.sh'); info.external_attr = 0o100755 << 16
z.writestr(info, 'echo')
with z.open('streamed.txt', 'w') as f: f.write(b'with a data descriptor' * 1000)
with z.open(zipfile.ZipInfo('zip64.txt'), 'w', force_zip64=True) as f: f.write(b'sixty-four')
z.comment = b'a comment after the end record'
`;

describe.skipIf(realPython === undefined)('the zip reader, against Python (skipped without it)', () => {
  it('lists the same members', async () => {
    const { path, listing } = pythonZip(MEMBERS);
    const ours = (await listZip(path)).map((member) => [member.name, member.bytes, member.crc, member.mode].join('|'));
    expect(ours).toEqual(listing);
  });

  it.each(['small.txt', 'empty', 'stored.bin', 'large.bin', 'földer/näme.txt', 'streamed.txt', 'zip64.txt'])(
    'unpacks %s',
    async (name) => {
      const { path } = pythonZip(MEMBERS);
      const to = join(temporaryFolder(), 'deep', 'out');
      const { bytes, sha256 } = await unpackFromZip(path, name, to);
      const contents = readFileSync(to);
      const theirs = execFileSync(realPython ?? 'python3', [
        '-c',
        'import sys, zipfile, hashlib; print(hashlib.sha256(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2])).hexdigest())',
        path,
        name,
      ]);
      expect(createHash('sha256').update(contents).digest('hex')).toBe(theirs.toString().trim());
      expect({ bytes, sha256 }).toEqual({ bytes: contents.length, sha256: theirs.toString().trim() });
    },
  );

  it('reads a directory of more than 65,535 members (zip64 end record)', async () => {
    const { path, listing } = pythonZip(`for i in range(66_000): z.writestr(f'{i}', '')`);
    expect(await listZip(path)).toHaveLength(listing.length);
  });

  it.each([
    ['small.txt', 'hello', 'hallo'],
    ['large.bin', undefined, undefined],
  ])('notices that %s was changed', async (name, from, to) => {
    const { path } = pythonZip(`z.writestr('small.txt', 'hello', zipfile.ZIP_STORED)\nz.writestr('large.bin', random)`);
    const contents = readFileSync(path);
    if (from !== undefined && to !== undefined) contents.write(to, contents.indexOf(from));
    else contents.fill(0, 3000, 4000);
    writeFileSync(path, contents);
    await expect(unpackFromZip(path, name, join(temporaryFolder(), 'out'))).rejects.toMatchObject({ name: 'ZipError' });
  });

  it('refuses what is cut off, what is no zip, and what is encrypted', async () => {
    const { path } = pythonZip(MEMBERS);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    await expect(listZip(path)).rejects.toMatchObject({ name: 'ZipError' });
    writeFileSync(path, '');
    await expect(listZip(path)).rejects.toMatchObject({ name: 'ZipError' });
    const locked = Buffer.from(whole);
    locked.writeUInt16LE(1, locked.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8);
    writeFileSync(path, locked);
    await expect(listZip(path)).rejects.toThrow('encrypted');
  });
});

describe('CRC-32 in plain JavaScript', () => {
  it('equals the known value of "123456789" and zlib in pieces', () => {
    const data = Buffer.from('123456789');
    expect(plainCrc32(data)).toBe(0xcbf43926); // the check value every description of CRC-32 gives
    expect(plainCrc32(data.subarray(4), plainCrc32(data.subarray(0, 4)))).toBe(crc32(data));
  });
});
