import { isAbsolute } from 'node:path';
import type { DataProblem } from '../../../core/contract/data.ts';
import { DatasetDefinition } from '../../../core/data/definition.ts';
import { AppError } from '../../../core/errors/app-error.ts';

export type CheckedDefinition =
  | { readonly ok: true; readonly definition: DatasetDefinition }
  | { readonly ok: false; readonly issues: readonly { readonly field: string; readonly message: string }[] };

/** A definition as a page sends it, by its schema. What is kept in a library has no file of its own, so its folder must be a whole path. */
export function checkDefinition(raw: unknown): CheckedDefinition {
  const parsed = DatasetDefinition.safeParse(raw);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }));
    return { ok: false, issues };
  }
  const definition = parsed.data;
  if (!isAbsolute(definition.root))
    return { ok: false, issues: [{ field: 'root', message: 'must be a whole path, as in /home/me/data' }] };
  const field = fieldWithNul(definition);
  if (field !== null) return { ok: false, issues: [{ field, message: 'holds a character that no path may hold' }] };
  return { ok: true, definition };
}

/** Errors: `data.definition-invalid`. */
export function definitionOrThrow(raw: unknown): DatasetDefinition {
  const checked = checkDefinition(raw);
  if (checked.ok) return checked.definition;
  const issues = checked.issues.map(({ field, message }) => `${field || 'definition'}: ${message}`);
  throw new AppError('data.definition-invalid', { file: nameOf(raw), issues });
}

/** Each issue beside its field. */
export const issueProblems = ({ issues }: Extract<CheckedDefinition, { ok: false }>): DataProblem[] =>
  issues.map(({ field, message }) => ({
    ...{ code: 'data.definition-invalid', severity: 'error', message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` },
    ...{ field, file: null, list: null, line: null, sample: null },
  }));

function nameOf(raw: unknown): string {
  const name = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : null;
  return typeof name === 'string' && name !== '' ? `"${name.slice(0, 100)}"` : 'This';
}

function fieldWithNul(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path.join('.') : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, item] of Object.entries(value)) {
    const found = fieldWithNul(item, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
