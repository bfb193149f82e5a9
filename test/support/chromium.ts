import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../src/main/studio/where.ts';

/** A browser's program, and what it needs to find its parts. */
export interface Chromium {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Why no browser can be had here, or null where one can. */
export function missingChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return existsSync(named) ? null : `CHROMIUM_PATH names ${named}, which is not there`;
  if (process.platform === 'linux' && process.arch === 'x64') return null;
  return `no browser comes with the packages for ${process.platform} ${process.arch}; name a Chromium by CHROMIUM_PATH`;
}

/**
 * The Chromium that CHROMIUM_PATH names, or the one inside the package @sparticuz/chromium. That one is packed for a cloud service
 * and asks only for glibc and libgcc: its other libraries (NSS, NSPR, Expat) and a font come with it. It is unpacked once into the
 * cache (2 s, 206 MB), in a folder of its own that is then moved into place, so that test processes that come at the same time do not
 * meet a half one.
 */
export function findChromium(): Chromium {
  const missing = missingChromium();
  if (missing !== null) throw new Error(missing);
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return { executable: named, environment: {} };

  const folder = join(cacheFolder(), `test-chromium-${versionOf('@sparticuz/chromium')}`);
  if (!existsSync(folder)) unpack(folder);
  return {
    executable: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

function unpack(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const making = mkdtempSync(`${folder}.new-`);
  try {
    // The package unpacks into the temporary folder, and brings its libraries only where it takes itself to be in its cloud.
    const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
    const env = { ...process.env, TMPDIR: making, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: import.meta.dirname, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`@sparticuz/chromium could not be unpacked: ${stderr}`);
    writeFileSync(join(making, 'fonts', 'fonts.conf'), fontsConfiguration(join(folder, 'fonts')));
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another process was faster
  }
}

/** Only the font that comes along, so that a page looks the same on every machine. */
const fontsConfiguration = (fonts: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(fonts, 'fonts')}</dir><cachedir>${join(fonts, 'cache')}</cachedir></fontconfig>
`;

function versionOf(name: string): string {
  // The package exports no package.json, so it is read from its place.
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const file = places.map((place) => join(place, name, 'package.json')).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${name} is not installed; run npm ci`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
