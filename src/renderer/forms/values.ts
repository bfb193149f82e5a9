export type Values = Readonly<Record<string, unknown>>;

export const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path such as `training.epochs`; undefined where there is none. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isValues(at) && Object.hasOwn(at, key) ? at[key] : undefined), values);
}

/** A copy with the value at a path; undefined takes it away. */
export function withValue(values: Values, path: string, value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.');
  const own = Object.hasOwn(values, key) ? values[key] : undefined;
  const next = rest.length === 0 ? value : withValue(isValues(own) ? own : {}, rest.join('.'), value);
  if (next !== undefined) return { ...values, [key]: next };
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}

/** Equal in contents, whatever the order of keys; undefined is as good as absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isValues(a) || !isValues(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]));
}

/** A value in a few words, to be read beside a field. */
export function shortText(value: unknown): string {
  if (value === null || value === undefined) return 'off';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.map(shortText).join(', ') || 'none';
  if (!isValues(value)) return String(value as string | number);
  const { kind, ...others } = value;
  const rest = Object.entries(others).map(([name, item]) => `${name} ${shortText(item)}`);
  return [...(typeof kind === 'string' ? [kind] : []), ...rest].join(', ') || 'none';
}
