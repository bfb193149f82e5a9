import { libraryPlace } from '../../../studio/where.ts';
import { openDesk, type DataDesk, type LibraryUse } from './desk.ts';

/** What every `redreg data` command takes. */
export const COMMON = { library: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

/** Opens the desk of a library, and closes it whatever becomes of the work. */
export async function atDesk<T>(library: string | undefined, use: LibraryUse, work: (desk: DataDesk) => Promise<T>): Promise<T> {
  const desk = await openDesk(libraryPlace(library), use);
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

/** One object for machines, or lines for people, on stdout. */
export function print(isJson: boolean, json: unknown, text: () => string): void {
  process.stdout.write(`${isJson ? JSON.stringify(json) : text()}\n`);
}
