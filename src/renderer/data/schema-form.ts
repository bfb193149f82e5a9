/** The part of JSON Schema that definitions of data sets are written in. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
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
  readonly anyOf?: readonly JsonSchema[];
}

export type Values = Readonly<Record<string, unknown>>;
export type FieldKind = 'object' | 'union' | 'choice' | 'flag' | 'number' | 'texts' | 'figures' | 'numbers' | 'list' | 'text';

/** What a field is filled in with: `numbers` are as many as the schema says, `figures` any number of them, `list` objects or unions. */
export function kindOf({ type, properties, oneOf, enum: choices, prefixItems, items }: JsonSchema): FieldKind {
  if (oneOf !== undefined) return 'union';
  if (properties !== undefined) return 'object';
  if (choices !== undefined) return 'choice';
  if (type === 'boolean') return 'flag';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'array') return prefixItems === undefined ? kindOfList(items) : 'numbers';
  return 'text';
}

function kindOfList(items: JsonSchema['items']): FieldKind {
  const each = typeof items === 'object' ? kindOf(items) : 'text';
  if (each === 'object' || each === 'union') return 'list';
  return each === 'number' ? 'figures' : 'texts';
}

/** A schema that also takes null, without that: null is what an empty field gives. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const { anyOf, type, ...rest } = schema;
  const [named, ...more] = Array.isArray(type) ? (type as string[]).filter((each) => each !== 'null') : [];
  if (named !== undefined && more.length === 0) return { ...rest, type: named };
  const [only, ...others] = anyOf?.filter((each) => each.type !== 'null') ?? [];
  return only === undefined || others.length > 0 ? schema : { ...only, ...rest };
}

/** The values with one changed, by a path such as `frames.count` or `modalities.0.name`; undefined takes it away. Nothing of what is given is changed. */
export function changed(values: Values, path: string, value: unknown): Values {
  const [key = '', ...rest] = path.split('.');
  const next = rest.length === 0 ? value : changedWithin(values[key], rest.join('.'), value);
  const { [key]: _, ...others } = values;
  return next === undefined ? others : key in values ? { ...values, [key]: next } : { ...others, [key]: next };
}

function changedWithin(inner: unknown, path: string, value: unknown): unknown {
  if (!Array.isArray(inner)) return changed(asValues(inner), path, value);
  return Object.values(changed({ ...(inner as unknown[]) } as Values, path, value));
}

export const asValues = (value: unknown): Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};

/** Which of a union's forms a value has: the one whose fixed fields it has. */
export function branchOf({ oneOf = [] }: JsonSchema, value: unknown): JsonSchema | undefined {
  const own = asValues(value);
  return oneOf.find(({ properties = {} }) =>
    Object.entries(properties).every(([key, { const: only }]) => only === undefined || own[key] === only),
  );
}

/** A union's form in a word, where its schema has no title. */
export function wordOf({ title, properties = {} }: JsonSchema): string {
  const only = Object.values(properties).find((field) => field.const !== undefined)?.const;
  return title ?? sentence(String(only ?? ''));
}

export const sentence = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** An element that is added to a list: a union begins with its first form. */
export const newElement = (items: JsonSchema): Values => beginning(items.oneOf?.[0] ?? items);

/** A form as it begins: its kind, and of what it needs an example or the default. */
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

/** Numbers from a text; a word that is none stays as it is, so that the check says so beside the field. */
export const figuresOf = (text: string): (number | string)[] =>
  textsOf(text).map((word) => (Number.isFinite(Number(word)) ? Number(word) : word));
