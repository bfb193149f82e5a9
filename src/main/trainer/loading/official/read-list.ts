import { resolve } from 'node:path';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileBytes, fileStats } from '../files.ts';
import { reported } from '../layout-loader.ts';

type Parse<T> = (list: string, bytes: Uint8Array, report?: Report) => T;

/**
 * The list that a field names; null where it cannot be read and that was reported. Bad lines are reported about the field.
 * Errors: `data.list-missing`, `data.file-unreadable`, those of `parse`.
 */
export function readList<T>(
  root: string,
  { name, field }: { readonly name: string; readonly field: string },
  parse: Parse<T>,
  report?: Report,
): Promise<T | null> {
  const file = resolve(root, name);
  return reported(report, { field }, async () => {
    if (!fileStats(file)) throw new AppError('data.list-missing', { file });
    const bytes = await fileBytes(file);
    return report ? parse(file, bytes, (problem, about) => report(problem, { field, ...about })) : parse(file, bytes);
  });
}

/** Whether the folder of a field is there; null after that was reported. Errors: `data.folder-missing`. */
export function checkFolder(root: string, name: string, field: string, report?: Report): Promise<true | null> {
  const folder = resolve(root, name);
  return reported(report, { field }, () => {
    if (!fileStats(folder)?.isDirectory()) throw new AppError('data.folder-missing', { folder });
    return true as const;
  });
}
