import type { MethodCard } from '../../core/methods/card.ts';
import type { RunConfig } from '../../core/train/config.ts';
import type { Draft } from './draft.ts';
import { linkSetting } from './link-state.ts';
import { fieldsOf, kindOf, type FieldSchema } from './schema.ts';
import { withValue, type Values } from './values.ts';

/** Settings that every run has and that are not shared by the form's sections of their own. */
const ELSEWHERE = new Set(['method', 'data', 'preset', 'seed', 'links']);

/** Fields by path that stand for all methods alike, in their order; a group's are told one by one. */
export function sharedFields(schema: FieldSchema): [path: string, field: FieldSchema][] {
  return fieldsOf(schema)
    .filter(([name]) => !ELSEWHERE.has(name))
    .flatMap(([name, field]): [string, FieldSchema][] =>
      kindOf(field) === 'group' ? fieldsOf(field).map(([inner, own]) => [`${name}.${inner}`, own]) : [[name, field]],
    );
}

/** The settings of a method's run: the preset's, with what the draft changes. Not checked. */
export function configOf(base: RunConfig, card: MethodCard, { changes, links }: Pick<Draft, 'changes' | 'links'>): Values {
  const own = links[card.id] ?? {};
  const set = card.links.flatMap((link): [string, unknown][] => {
    const setting = linkSetting(link, base.links[link.id], own[link.id]);
    return setting === undefined ? [] : [[link.id, setting]];
  });
  const shared = Object.entries(changes).reduce<Values>((config, [path, value]) => withValue(config, path, value), base);
  return { ...shared, links: Object.fromEntries(set) };
}
