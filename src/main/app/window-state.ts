import type { BrowserWindow, Display } from 'electron';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** What is kept is input like any other: the file may be old, cut off, or from another set of displays. */
const WindowState = z.strictObject({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(960).max(20_000),
  height: z.int().min(600).max(20_000),
  isMaximized: z.boolean(),
});
type WindowState = z.output<typeof WindowState>;

const FIRST: WindowState = { width: 1440, height: 900, isMaximized: false };

/** Enough of a title bar to take hold of. */
const LEAST_VISIBLE_PX = 100;

/** Where the last window was; in the middle of the screen at first, or where that place is on no display any more. */
export function windowState(
  file: string,
  displays: readonly Display[],
): { x?: number; y?: number; width: number; height: number; isMaximized: boolean } {
  const { x, y, width, height, isMaximized } = read(file) ?? FIRST;
  if (x === undefined || y === undefined || !displays.some((display) => showsTitle(display, x, y, width)))
    return { width, height, isMaximized };
  return { x, y, width, height, isMaximized };
}

/** Writes down where the window is when it closes, as it would be without being maximised. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  });
}

function read(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const isExpected =
      error instanceof SyntaxError || error instanceof z.ZodError || (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isExpected) return null;
    throw error;
  }
}

function showsTitle({ workArea }: Display, x: number, y: number, width: number): boolean {
  const visible = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
  return visible >= LEAST_VISIBLE_PX && y >= workArea.y && y < workArea.y + workArea.height - LEAST_VISIBLE_PX;
}
