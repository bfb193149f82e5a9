import { CREMA_D_CLASSES } from '../data/classes.ts';
import type { LayoutId } from '../data/index.ts';
import { KINETICS_CLASSES } from '../data/lists/kinetics-list.ts';
import type { PublishedSetId } from './published.ts';

/** A data set's definition, whatever its layout, perhaps of an older program. */
export type AnyDefinition = Readonly<Record<string, unknown>> & { readonly layout: string };

interface Found {
  readonly definition: AnyDefinition;
  /** Class names in index order; empty where they are not known before the lists are read. */
  readonly classes: readonly string[];
}
type Rule = (found: Found) => PublishedSetId | null;

const VGGSOUND_CLASSES = 309;

/** "Playing_Guitar" and "playing guitar" are one class. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
const areThose = (classes: readonly string[], wanted: readonly string[]): boolean =>
  classes.length === wanted.length && new Set([...classes, ...wanted].map(plain)).size === wanted.length;

/** Only what has its own six emotions: other data lies in the same form, the sample set of digits among it. */
const cremaD: Rule = ({ classes }) => (areThose(classes, CREMA_D_CLASSES) ? 'crema-d' : null);
const cremaDOriginal: Rule = (found) => (found.classes.length === 0 ? 'crema-d' : cremaD(found));
/** Without class names the prepared layout has the 31 of the published lists; clips have those of their folders, which nobody knows before. */
const kinetics: Rule = ({ classes }) => (classes.length === 0 || areThose(classes, KINETICS_CLASSES) ? 'kinetics-sounds' : null);
const vggSound: Rule = ({ classes }) => (classes.length === 0 || classes.length === VGGSOUND_CLASSES ? 'vggsound' : null);

/** All published accuracies are of two classes. The two data sets share their files' form, so names of files and folders tell which one it is. */
const sentiment: Rule = ({ definition }) => {
  const { scores } = definition as { scores?: { kind?: unknown } };
  if (scores?.kind !== undefined && scores.kind !== 'two') return null;
  return Object.values(definition).some((value) => typeof value === 'string' && /mosei/i.test(value)) ? 'cmu-mosei' : 'cmu-mosi';
};

/** The data set that a layout's published results are of. One line a layout; those without one (AVE, folders of clips) have none. */
const RULES: Readonly<Partial<Record<LayoutId, Rule>>> = {
  'crema-d': cremaD,
  'crema-d-original': cremaDOriginal,
  'kinetics-sounds': kinetics,
  'kinetics-clips': (found) => (found.classes.length === 0 ? null : kinetics(found)),
  mosi: sentiment,
  'mosi-sdk': sentiment,
  vggsound: vggSound,
};

/**
 * The data set with published results that a definition is of, or null. `classes`: the names that the trainer found, where a run has
 * begun; else those of the definition. A set that only lies in the same form is not it.
 */
export function publishedSetOf(
  definition: AnyDefinition,
  classes: readonly string[] = namesIn(definition),
): PublishedSetId | null {
  if (!Object.hasOwn(RULES, definition.layout)) return null;
  return RULES[definition.layout as LayoutId]?.({ definition, classes }) ?? null;
}

function namesIn({ classes }: AnyDefinition): readonly string[] {
  return Array.isArray(classes) ? classes.filter((name) => typeof name === 'string') : [];
}
