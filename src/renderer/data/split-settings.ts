import { asValues, beginning, branchOf, kindOf, wordOf, type JsonSchema, type Values } from './schema-form.ts';

/** The fields of a definition that say how samples are divided: the one of the test set, where the layout draws it, and the one of validation. */
const FIELDS = ['test', 'validation'];

export const splitFields = ({ properties = {} }: JsonSchema): [string, JsonSchema][] =>
  FIELDS.flatMap((key) => {
    const schema = properties[key];
    return schema !== undefined && kindOf(schema) === 'union' ? [[key, schema] as [string, JsonSchema]] : [];
  });

const kindOfBranch = ({ properties }: JsonSchema): unknown => properties?.['kind']?.const;

/** What is compared with: by chance beside by speaker, else what the layout can draw. */
const OTHERS: Readonly<Record<string, readonly string[]>> = { speaker: ['share'], share: ['speaker', 'none'] };
const USUAL = ['speaker', 'share'];

/** Settings to compare with. Only the first of the fields that can be otherwise is changed. */
export function otherSplit(schema: JsonSchema, definition: Values): Values {
  for (const [key, field] of splitFields(schema)) {
    const value = definition[key] ?? field.default;
    const wanted = OTHERS[String(asValues(value)['kind'])] ?? USUAL;
    const branch = wanted
      .map((kind) => field.oneOf?.find((each) => kindOfBranch(each) === kind))
      .find((each) => each !== undefined);
    if (branch !== undefined) return { ...definition, [key]: begun(branch) };
  }
  return definition;
}

/** With a share, where speakers could also be named: a draw needs no names. */
function begun(branch: JsonSchema): Values {
  const values = beginning(branch);
  const { share } = branch.properties ?? {};
  return share === undefined || 'share' in values ? values : { ...values, share: share.default ?? share.examples?.[0] ?? 0.2 };
}

/** How a definition divides its samples, in words: "A share of the samples, drawn: share 0.1, seed 0". */
export function splitWords(schema: JsonSchema, definition: Values): string[] {
  return splitFields(schema).map(([key, field]) => {
    const value = definition[key] ?? field.default;
    const branch = branchOf(field, value);
    const settings = Object.entries(asValues(value)).flatMap(([name, of]) =>
      name === 'kind' || (Array.isArray(of) && of.length === 0)
        ? []
        : [`${name} ${Array.isArray(of) ? of.join(', ') : String(of)}`],
    );
    const form = branch === undefined ? '' : wordOf(branch);
    return `${field.title ?? key}: ${form}${settings.length === 0 ? '' : ` (${settings.join(', ')})`}`;
  });
}
