/** The part of JSON Schema that definitions of data sets are written in. */
export interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

export type Values = Readonly<Record<string, unknown>>;
export type FieldKind = 'object' | 'union' | 'choice' | 'number' | 'texts' | 'numbers' | 'text';

/** What a field is filled in with. */
export function kindOf({ type, properties, oneOf, enum: choices, prefixItems }: JsonSchema): FieldKind {
  if (oneOf !== undefined) return 'union';
  if (properties !== undefined) return 'object';
  if (choices !== undefined) return 'choice';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'array') return prefixItems === undefined ? 'texts' : 'numbers';
  return 'text';
}

/** The values with one changed, by a path such as `frames.count`; undefined takes it away. Nothing of what is given is changed. */
export function changed(values: Values, path: string, value: unknown): Values {
  const [key = '', ...rest] = path.split('.');
  const next = rest.length === 0 ? value : changed(asValues(values[key]), rest.join('.'), value);
  const { [key]: _, ...others } = values;
  return next === undefined ? others : key in values ? { ...values, [key]: next } : { ...others, [key]: next };
}

export const asValues = (value: unknown): Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};

/** Which of a union's forms a value has. */
export function branchOf({ oneOf = [] }: JsonSchema, value: unknown): JsonSchema | undefined {
  const { kind } = asValues(value);
  return oneOf.find(({ properties }) => properties?.['kind']?.const === kind);
}

/** A union's form as it begins: its kind, and of what it needs an example or the default. */
export function beginning({ properties = {}, required = [] }: JsonSchema): Values {
  const needed = Object.entries(properties).flatMap(([key, { const: only, default: usual, examples }]) => {
    const value = only ?? usual ?? (required.includes(key) ? (examples?.[0] ?? '') : undefined);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(needed);
}

/** Names from a text, parted by commas or lines. */
export const textsOf = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
