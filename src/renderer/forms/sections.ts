import { kindOf, titleOf, type FieldSchema } from './schema.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly text: string | undefined;
  readonly fields: readonly (readonly [path: string, schema: FieldSchema])[];
}

/** A section for each group of the schema, and one for what lies in none. */
export function sectionsOf({ properties = {} }: FieldSchema, shared: readonly (readonly [string, FieldSchema])[]): Section[] {
  const groups = Object.entries(properties)
    .filter(([, schema]) => kindOf(schema) === 'group')
    .map(([id, schema]) => ({
      id,
      title: titleOf(id, schema),
      text: schema.description,
      fields: shared.filter(([path]) => path.startsWith(`${id}.`)),
    }))
    .filter(({ fields }) => fields.length > 0);
  const others = shared.filter(([path]) => !path.includes('.'));
  return others.length === 0 ? groups : [...groups, { id: 'machine', title: 'Machine', text: undefined, fields: others }];
}
