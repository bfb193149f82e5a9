import type { MethodCard } from '../../core/methods/card.ts';
import type { RunConfig } from '../../core/train/config.ts';
import { sharedFields } from './config.ts';
import type { Draft, DraftData, LinkChange } from './draft.ts';
import { changeTo } from './link-state.ts';
import type { FieldSchema } from './schema.ts';
import { isSame, isValues, valueAt, withValue, type Values } from './values.ts';

export interface Unfit {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The settings of an older run without what no longer fits, which then stands at its default. */
export function withoutUnfit(config: Values, issues: readonly Unfit[]): Values {
  return issues.reduce<Values>((rest, { path }) => {
    // A whole entry goes, as a link's option does; method and data are chosen anew.
    const [first] = path;
    const isNeeded = first === 'method' || first === 'data' || path.length === 0;
    return isNeeded ? rest : withValue(rest, path.join('.'), undefined);
  }, config);
}

/** The preset of a run's label: which one for all, and which of the method's own. */
export function presetParts(label: string): { preset: Draft['preset']; own: string | null } {
  const names = label.split(',');
  const own = names.find((name) => name !== 'quick' && name !== 'official') ?? null;
  return { preset: names.includes('quick') ? 'quick' : 'official', own };
}

/** The draft whose run has these settings: what differs from `base`, the settings of its method and preset. */
export function draftOf(
  config: Values,
  base: RunConfig,
  { card, schema, data }: { card: MethodCard; schema: FieldSchema; data: DraftData },
): Partial<Draft> {
  const changes = sharedFields(schema).flatMap(([path]): [string, unknown][] => {
    const value = valueAt(config, path);
    return value === undefined || isSame(value, valueAt(base, path)) ? [] : [[path, value]];
  });
  const set = isValues(config['links']) ? config['links'] : {};
  const links = card.links.flatMap((link): [string, LinkChange][] => {
    const change = changeTo(link, base.links[link.id], set[link.id]);
    return change === null ? [] : [[link.id, change]];
  });
  const { preset, own } = presetParts(base.preset);
  return {
    data,
    methods: [card.id],
    seeds: String(valueAt(config, 'seed') ?? 0),
    preset,
    own: own === null ? {} : { [card.id]: own },
    changes: Object.fromEntries(changes),
    links: { [card.id]: Object.fromEntries(links) },
  };
}
