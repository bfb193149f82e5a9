import { AppError } from '../../../../core/errors/app-error.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A definition with `key=value` settings, whose keys are dotted paths such as `frames.count`. A value is JSON where it is JSON, else a
 * text; `null` takes a field away. Choosing another `kind` starts that object anew, since its other fields belong to the old kind.
 * Whether the fields exist is for the definition's schema to say. Errors: `data.definition-invalid` for what is no `key=value`.
 */
export function withSettings(definition: Fields, settings: readonly string[]): Fields {
  return settings.reduce((fields, setting) => withSetting(fields, setting), definition);
}

function withSetting(definition: Fields, setting: string): Fields {
  const at = setting.indexOf('=');
  const path = setting.slice(0, Math.max(at, 0)).split('.');
  if (path.some((part) => part === '')) {
    const file = typeof definition['name'] === 'string' ? `"${definition['name']}"` : 'This';
    throw new AppError('data.definition-invalid', { file, issues: [`--set ${setting} is not key=value`] });
  }
  return changed(definition, path, valueOf(setting.slice(at + 1)));
}

function changed(fields: Fields, [key = '', ...rest]: readonly string[], value: unknown): Fields {
  const old = Object.hasOwn(fields, key) ? fields[key] : undefined;
  const next = rest.length > 0 ? changed(isFields(old) ? old : {}, rest, value) : value;
  if (key === 'kind' && next !== old) return { kind: next };
  const { [key]: _, ...others } = fields;
  return next === null ? others : { ...fields, [key]: next };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
