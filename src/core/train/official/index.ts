import { PUBLISHED_SETS, type PublishedSetId } from '../../published/published.ts';
import type { ModelSettings, RunConfig, TrainingSettings } from '../config.ts';
import type { Method } from '../method.ts';
import { cmuMosei } from './cmu-mosei.ts';
import { cmuMosi } from './cmu-mosi.ts';
import { cremaD } from './crema-d.ts';
import { kineticsSounds } from './kinetics-sounds.ts';
import type { OfficialSet } from './official-set.ts';
import { vggSound } from './vggsound.ts';

/** The data sets with official runs of their own. One line each; what a new one is matched by stands in `published/match.ts`. */
const sets: readonly OfficialSet[] = [cremaD, kineticsSounds, vggSound, cmuMosi, cmuMosei];

/** A dotted path, as in `--set`, and its value. */
type Change = readonly [path: string, value: unknown];

type OfficialMethod = Pick<Method, 'id' | 'official'>;

/** A method's official run on a data set. */
export interface OfficialRun {
  /** Null: data without a published run, and the method's own settings. */
  readonly set: PublishedSetId | null;
  readonly training: Partial<TrainingSettings>;
  readonly model: Partial<ModelSettings>;
  readonly links: RunConfig['links'];
  readonly frames: number | null;
  readonly because: string | null;
  /** What the data set changes of the method's own settings. */
  readonly changes: readonly Change[];
}

/** The official run of a method on the data set of these published results; on any other data the method's own settings. */
export function officialOn(method: OfficialMethod, set: PublishedSetId | null): OfficialRun {
  const found = sets.find((one) => one.set === set);
  const own = found?.methods[method.id] ?? found?.others;
  const { training = {}, model = {}, links = {}, frames = null, because = null } = own ?? {};
  return {
    set: found?.set ?? null,
    training: { ...method.official, ...training },
    ...{ model, links, frames, because },
    changes: [
      ...Object.entries(training)
        .filter(([name, value]) => !isSame(value, method.official[name as keyof TrainingSettings]))
        .map(([name, value]): Change => [`training.${name}`, value]),
      ...Object.entries(model).map(([name, value]): Change => [`model.${name}`, value]),
      ...Object.entries(links).flatMap(([link, options]) => linkChanges(`links.${link}`, options)),
    ],
  };
}

const linkChanges = (path: string, options: RunConfig['links'][string]): readonly Change[] =>
  options === 'off' ? [[path, 'off']] : Object.entries(options).map(([name, value]): Change => [`${path}.${name}`, value]);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Of every data set that has some, as a method card tells them. */
export const officialRuns = (method: OfficialMethod): readonly (OfficialRun & { readonly set: PublishedSetId })[] =>
  sets.map(({ set }) => ({ ...officialOn(method, set), set }));

/** "On CMU-MOSI: training.learningRate = 0.0001, training.optimizer = adamw. …" Null where there is nothing to say. */
export function officialText({ set, changes, because }: OfficialRun): string | null {
  if (set === null || because === null) return null;
  const told = changes.map(([path, value]) => `${path} = ${valueText(value)}`).join(', ');
  return `On ${PUBLISHED_SETS[set]}: ${told === '' ? 'the method’s own settings' : told}. ${because}`;
}

/** Of an object with a kind, the kind: "adamw", "step". */
function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return 'kind' in value ? String(value.kind) : JSON.stringify(value);
}
