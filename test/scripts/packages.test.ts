import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashSources, isBuilt, modernNode, packagesProblem } from '../../scripts/lib/index.mjs';
import { root, temporaryFolder } from './support/fake-pack.ts';

type Entries = Record<string, { version?: string; optional?: boolean }>;

/** A folder with a lock file and, if given, npm's record of what it installed. */
function project(wanted: Entries, installed?: Entries): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': { version: '1.0.0' }, ...wanted } }));
  if (installed) {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  return folder;
}

describe('packagesProblem', () => {
  it('is content with what the lock file says, whoever installed it', () => {
    const entries = { 'node_modules/a': { version: '1.0.0' } };
    expect(packagesProblem(project(entries, entries))).toBeUndefined();
    expect(packagesProblem(root)).toBeUndefined();
  });

  it('lets packages for other systems be absent, but not of another version', () => {
    const wanted = { 'node_modules/a': { version: '2.0.0', optional: true } };
    expect(packagesProblem(project(wanted, {}))).toBeUndefined();
    expect(packagesProblem(project(wanted, { 'node_modules/a': { version: '1.0.0' } }))).toContain(
      'is 1.0.0, package-lock.json says 2.0.0',
    );
  });

  it('says what is wrong', () => {
    const wanted = { 'node_modules/a': { version: '1.0.0' } };
    expect(packagesProblem(project(wanted))).toBe('there is no node_modules');
    expect(packagesProblem(project(wanted, {}))).toBe('node_modules/a is missing, package-lock.json says 1.0.0');
    const interrupted = project(wanted);
    mkdirSync(join(interrupted, 'node_modules'));
    expect(packagesProblem(interrupted)).toBe('node_modules is not complete');
  });
});

describe('isBuilt', () => {
  /** A project whose build is complete. */
  function builtProject(): string {
    const folder = project({});
    for (const sub of ['src/core', 'out/main', 'out/renderer']) mkdirSync(join(folder, sub), { recursive: true });
    writeFileSync(join(folder, 'src/core/a.ts'), 'one');
    for (const file of ['main/index.js', 'main/trainer.js', 'main/cli.js', 'main/served.js', 'renderer/index.html'])
      writeFileSync(join(folder, 'out', file), '');
    writeFileSync(join(folder, 'out/.build.json'), JSON.stringify({ sources: hashSources(folder) }));
    return folder;
  }

  it('is true for the build of these very sources, whatever their times', () => {
    const folder = builtProject();
    writeFileSync(join(folder, 'src/core/a.ts'), 'one');
    expect(isBuilt(folder)).toBe(true);
  });

  it('is false after a change, a new name, or without a part of the build', () => {
    const changed = builtProject();
    writeFileSync(join(changed, 'src/core/a.ts'), 'two');
    expect(isBuilt(changed)).toBe(false);
    const added = builtProject();
    writeFileSync(join(added, 'src/core/b.ts'), '');
    expect(isBuilt(added)).toBe(false);
    const unfinished = builtProject();
    writeFileSync(join(unfinished, 'out/.build.json'), '');
    expect(isBuilt(unfinished)).toBe(false);
    expect(isBuilt(project({}))).toBe(false);
  });
});

describe('modernNode', () => {
  it('takes the Node from the packages, else the running one if it is new enough, else says what is needed', () => {
    expect(modernNode({ running: '20.0.0', isThere: () => true })).toContain('node_modules');
    expect(modernNode({ running: '22.12.0', isThere: () => false })).toBe(process.execPath);
    expect(() => modernNode({ running: '22.11.9', isThere: () => false })).toThrow('needs Node 22.12.0 or newer, found 22.11.9');
  });
});
