import { z } from 'zod';
import { buildChain, type LinkUse, type Method, optionsOf } from '../train/method.ts';
import { officialRuns } from '../train/official/index.ts';
import { presetsOf } from '../train/presets.ts';

/** One option of a link as a method card tells it. */
export interface OptionCard {
  readonly name: string;
  /** Undefined where nothing is set by default. */
  readonly default: unknown;
  /** What may be given: `0 to 1`, `batch | sample`, `number or null`. */
  readonly takes: string;
  readonly description: string;
}

/** Extra work of a step beside one forward and one backward of the whole model. */
const costOf = (method: Method): { readonly forwards: number; readonly backwards: number } => {
  const costs = buildChain(method, {}).links.map((link) => link.costs ?? {});
  return {
    forwards: costs.reduce((total, { forwards = 0 }) => total + forwards, 0),
    backwards: costs.reduce((total, { backwards = 0 }) => total + backwards, 0),
  };
};

/** Everything there is to say of a method: links, switches, options with defaults, presets. Plain data. */
export const methodCard = (method: Method) => ({
  id: method.id,
  label: method.label,
  summary: method.summary,
  family: method.family,
  formula: method.formula,
  balances: method.balances,
  only: method.only,
  source: method.source,
  official: method.official,
  /** The same on data sets that change it. */
  official_on: officialRuns(method),
  scoring: method.scoring,
  extra_forwards: costOf(method).forwards,
  extra_backwards: costOf(method).backwards,
  links: method.links.map((use) => ({
    id: use.definition.id,
    title: use.definition.title,
    summary: use.definition.summary,
    paper_and_code: use.definition.paperAndCode ?? null,
    /** What it does with more than two modalities, where its source has two: an extension. Null: the same for any number. */
    extension: use.definition.extension ?? null,
    may_be_off: !use.required,
    on: !use.offByDefault,
    defaults: optionsOf(method, use, {}) as Readonly<Record<string, unknown>>,
    options: optionCards(method, use),
    schema: z.toJSONSchema(use.definition.options, { io: 'input' }),
  })),
  presets: presetsOf(method).map(({ id, summary, links, model }) => ({ id, summary, links, model: model ?? {} })),
});
export type MethodCard = ReturnType<typeof methodCard>;

/** The parts of a JSON schema that options use. */
interface OptionSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly OptionSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly additionalProperties?: OptionSchema | boolean;
}

function optionCards(method: Method, use: LinkUse): readonly OptionCard[] {
  const { properties = {} } = z.toJSONSchema(use.definition.options, { io: 'input' }) as {
    properties?: Record<string, OptionSchema>;
  };
  const defaults = optionsOf(method, use, {}) as Record<string, unknown>;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    default: defaults[name],
    takes: takenBy(schema),
    description: schema.description ?? '',
  }));
}

/** The largest whole number that a schema without a bound of its own names. */
const unbounded = (n: number | undefined): boolean => n === undefined || Math.abs(n) >= Number.MAX_SAFE_INTEGER;

function takenBy(schema: OptionSchema): string {
  if (schema.anyOf) return schema.anyOf.map(takenBy).join(' or ');
  if (typeof schema.type === 'object') return schema.type.map((type) => takenBy({ ...schema, type })).join(' or ');
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object')
    return `{modality: ${takenBy(schema.additionalProperties)}}`;
  if (schema.type !== 'number' && schema.type !== 'integer') return schema.type ?? 'anything';
  const kind = schema.type === 'integer' ? 'whole number' : 'number';
  const { minimum, maximum, exclusiveMaximum } = schema;
  const from = unbounded(minimum) ? '' : ` from ${String(minimum)}`;
  const to = unbounded(maximum) ? '' : ` to ${String(maximum)}`;
  return `${kind}${from}${to}${exclusiveMaximum === undefined ? '' : ` below ${String(exclusiveMaximum)}`}`;
}
