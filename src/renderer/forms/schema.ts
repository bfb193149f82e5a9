/** The part of JSON Schema that settings of a run and options of links are written in. `unit` and `advanced` are ours. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly unit?: string;
  /** Folded away at first. */
  readonly advanced?: boolean;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly items?: FieldSchema | boolean;
  readonly anyOf?: readonly FieldSchema[];
  readonly oneOf?: readonly FieldSchema[];
}

/** How a field is filled in. `optional` is null or what its inner schema takes; `variant` one of several objects, told apart by `kind`. */
export type FieldKind = 'switch' | 'choice' | 'number' | 'text' | 'list' | 'byModality' | 'optional' | 'variant' | 'group';

export function kindOf(schema: FieldSchema): FieldKind {
  if (schema.oneOf !== undefined) return 'variant';
  if (schema.anyOf !== undefined || typeof schema.type === 'object') return innerOf(schema) === null ? 'text' : 'optional';
  if (schema.enum !== undefined) return 'choice';
  if (schema.properties !== undefined) return 'group';
  if (schema.type === 'boolean') return 'switch';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.type === 'array') return 'list';
  return schema.type === 'object' ? 'byModality' : 'text';
}

/** What a nullable field takes when it is not null. */
export function innerOf(schema: FieldSchema): FieldSchema | null {
  const { type, anyOf = [] } = schema;
  if (typeof type === 'object') {
    const [only, ...others] = type.filter((one) => one !== 'null');
    return only !== undefined && others.length === 0 ? { ...schema, type: only } : null;
  }
  const inner = anyOf.filter(({ type }) => type !== 'null');
  return inner.length === 1 && inner.length < anyOf.length ? (inner[0] ?? null) : null;
}

/** `betaFrom` → "Beta from", unless the schema has a title. */
export function titleOf(name: string, { title }: FieldSchema): string {
  return title ?? sentence(name);
}

/** `zero-out`, `averageBefore` → "Zero out", "Average before". */
export function sentence(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Fields of an object, in their order; what only tells variants apart is none. */
export const fieldsOf = ({ properties = {} }: FieldSchema): [name: string, schema: FieldSchema][] =>
  Object.entries(properties).filter(([, { const: only }]) => only === undefined);

export interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly step: number | 'any';
}

export function boundsOf(schema: FieldSchema): Bounds {
  const min = schema.minimum ?? schema.exclusiveMinimum;
  const max = schema.maximum ?? schema.exclusiveMaximum;
  const isBound = (n: number | undefined): n is number => n !== undefined && Math.abs(n) < Number.MAX_SAFE_INTEGER;
  return {
    min: isBound(min) ? min : undefined,
    max: isBound(max) ? max : undefined,
    step: schema.type === 'integer' ? 1 : 'any',
  };
}

/** Ends and step of a slider beside the number; null where a field has no range, or one that is too wide to be pulled through. */
export function sliderOf(schema: FieldSchema): { min: number; max: number; step: number } | null {
  const { min, max, step } = boundsOf(schema);
  if (min === undefined || max === undefined || max - min > 1000) return null;
  const fine = step === 1 ? 1 : (max - min) / 100;
  return {
    min: schema.exclusiveMinimum === undefined ? min : min + fine,
    max: schema.exclusiveMaximum === undefined ? max : max - fine,
    step: fine,
  };
}

/** The variant that a value is. */
export function variantOf({ oneOf = [] }: FieldSchema, value: unknown): FieldSchema | undefined {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return oneOf.find(({ properties }) => properties?.['kind']?.const === kind);
}

/** A variant at its defaults. */
export const freshVariant = ({ properties = {} }: FieldSchema): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([name, { const: only, default: usual }]) => [name, only ?? usual]));

/** What an optional field becomes when it is switched on. */
export const firstValue = (schema: FieldSchema): unknown =>
  schema.default ?? (kindOf(schema) === 'number' ? Math.max(1, boundsOf(schema).min ?? 1) : '');

/** A description as a sentence; a lone letter at its head is a symbol and stays. */
export function hintOf({ description }: FieldSchema): string | undefined {
  if (description === undefined || /^\p{L}\b/u.test(description)) return description;
  return description.charAt(0).toUpperCase() + description.slice(1);
}

/** What the field at a path is called. */
export function labelOf(schema: FieldSchema, path: readonly string[]): string {
  const [name, ...rest] = path;
  if (name === undefined) return '';
  const field =
    schema.properties?.[name] ?? schema.oneOf?.find(({ properties }) => properties?.[name] !== undefined)?.properties?.[name];
  const inner = field === undefined || rest.length === 0 ? '' : labelOf(field, rest);
  if (field !== undefined && kindOf(field) === 'group' && inner !== '') return inner;
  return [titleOf(name, field ?? {}), inner].filter(Boolean).join(', ');
}
