/**
 * Takes the pictures of docs/images from the built program: `node bench/pictures.ts LIBRARY`. The library is one in which the sample
 * comparison has run; it is looked at through a copy, so that nothing becomes of it. Each page is taken light and dark.
 */
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../src/main/studio/where.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { startServedProgram } from '../test/support/served-program.ts';

interface Picture {
  readonly name: string;
  readonly hash: string;
  readonly width?: number;
  readonly height?: number;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
/** Long enough for charts and lazily loaded parts on a slow machine. */
const SETTLE_MS = 2500;

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node bench/pictures.ts LIBRARY');

/** The latest run of each method, in the order of the methods. */
function runsOf(file: string, methods: readonly string[]): string[] {
  const db = new Database(file, { readonly: true });
  try {
    const latest = db.prepare<[string], { id: string }>(
      `SELECT id FROM run WHERE status = 'finished' AND json_extract(config, '$.method') = ? ORDER BY created_ms DESC LIMIT 1`,
    );
    return methods.map((method) => {
      const row = latest.get(method);
      if (row === undefined) throw new Error(`${file} has no finished run of ${method}: run the sample comparison in it first`);
      return row.id;
    });
  } finally {
    db.close();
  }
}

const choose = (label: string) => async (page: Page) => page.getByText(label, { exact: true }).first().click();

function pictures(library: string): Picture[] {
  const all = runsOf(library, ['joint', 'ogm-ge', 'inforeg', 'redreg']);
  const three = runsOf(library, ['redreg', 'ogm-ge', 'inforeg']).join(',');
  const redreg = all[3] ?? '';
  return [
    { name: 'start', hash: '#/' },
    { name: 'data-sets', hash: '#/data' },
    { name: 'data-set', hash: '#/data/av-digits', height: 900 },
    { name: 'data-layouts', hash: '#/data/new', height: 900 },
    { name: 'data-card', hash: '#/data/av-digits', height: 1100, prepare: choose('Card') },
    { name: 'data-splits', hash: '#/data/av-digits', height: 900, prepare: choose('Splits') },
    { name: 'experiment', hash: '#/experiment/new', height: 900, prepare: choose('RedReg') },
    { name: 'queue', hash: '#/queue' },
    { name: 'runs', hash: '#/runs' },
    { name: 'run', hash: `#/runs/${redreg}/overview` },
    { name: 'monitor', hash: `#/runs/${redreg}/monitor`, height: 900 },
    { name: 'gradients', hash: `#/runs/${redreg}/gradients`, height: 1000 },
    { name: 'accuracy', hash: `#/runs/${redreg}/accuracy`, height: 900 },
    { name: 'compare', hash: `#/compare?runs=${all.join(',')}&tab=charts`, height: 900 },
    { name: 'figures', hash: `#/compare?runs=${all.join(',')}&tab=metrics` },
    { name: 'projections', hash: `#/compare?runs=${three}&tab=gradients`, width: 1600, height: 1320 },
    { name: 'settings', hash: '#/settings', height: 900 },
  ];
}

/** Folders of the machine that takes the pictures are nobody's business. */
async function hideFolders(page: Page): Promise<void> {
  await page.evaluate(
    (names) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { currentNode: text } = walker;
        for (const [found, shown] of names) text.nodeValue = text.nodeValue?.replaceAll(found, shown) ?? null;
      }
    },
    [
      [cacheFolder(), '~/.cache/redreg-studio'],
      [folder, '~/.local/share/redreg-studio'],
    ] as const,
  );
}

async function take(browser: Browser, link: string, colorScheme: 'light' | 'dark', list: readonly Picture[]): Promise<void> {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(link);
  for (const { name, hash, width = 1280, height = 720, prepare } of list) {
    await page.setViewportSize({ width, height });
    await page.evaluate((to) => (window.location.hash = to), hash);
    await page.waitForTimeout(SETTLE_MS);
    await prepare?.(page);
    if (prepare !== undefined) await page.waitForTimeout(SETTLE_MS);
    await hideFolders(page);
    await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) });
    console.log(`${name}-${colorScheme}.png`);
  }
  await context.close();
}

const folder = mkdtempSync(join(tmpdir(), 'redreg-pictures-'));
const file = join(folder, 'library.sqlite');
cpSync(dirname(source), folder, { recursive: true });
cpSync(source, file);
mkdirSync(FOLDER, { recursive: true });
const list = pictures(file);
const browser = await launchBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const program = await startServedProgram(file);
    await take(browser, program.link, colorScheme, list);
    await program.end('SIGTERM');
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
