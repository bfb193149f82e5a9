import { basename, join, resolve } from 'node:path';
import { kineticsSoundsClasses, KineticsSoundsDefinition, kineticsSoundsModalities } from '../../../core/data/kinetics-sounds.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import { namedLabels, parseKineticsList } from '../../../core/data/lists/kinetics-list.ts';
import type { OfficialLists } from '../../../core/data/official-samples.ts';
import type { Report } from '../../../core/data/report.ts';
import { fileStats, folderNames } from './files.ts';
import { frameItem } from './items.ts';
import { layoutLoader, type Finder } from './layout-loader.ts';
import { checkNumbered, featureItem, framesFault, lookAtPictures } from './official/clip-files.ts';
import type { WhyLeftOut } from './official/left-out.ts';
import { guessFolders, ofSplit } from './official/guess-folders.ts';
import { lookAtFeatures } from './official/look-at-features.ts';
import { namesOnce } from './official/names-once.ts';
import { officialList } from './official/official-list.ts';
import { readList } from './official/read-list.ts';
import type { FramePlan } from './sources/picture-frames.ts';
import { checkHeader, type FeaturePlan } from './sources/stored-features.ts';

/** Names under which the parts are found, the official one first. */
const NAMES = {
  trainList: ['ks_train_overlap.txt', 'my_train.txt', 'train.txt'],
  testList: ['ks_test_overlap.txt', 'my_test.txt', 'test.txt'],
  trainFeatures: ['train_spec', 'audio/train_spec', 'audio/train', 'audio_spec'],
  testFeatures: ['test_spec', 'audio/test_spec', 'audio/test', 'audio_spec'],
  trainFrames: ['train-frames-1fps/train', 'train-frames-1fps', 'visual/train', 'frames/train', 'visual'],
  testFrames: ['val-frames-1fps/test', 'test-frames-1fps/test', 'val-frames-1fps', 'visual/test', 'frames/test', 'visual'],
} as const;
type Part = keyof typeof NAMES;

/** The first name that is there and fits, by part; where there is none, what is found by its content. */
function partsOf(folder: string): Partial<Record<Part, string>> {
  const found: Partial<Record<Part, string>> = {};
  for (const [part, names] of Object.entries(NAMES)) {
    const fits = part.endsWith('Features') ? holdsFeatures : isThere;
    const name = names.find((each) => fits(join(folder, each)));
    if (name !== undefined) found[part as Part] = name;
  }
  return Object.keys(found).length === Object.keys(NAMES).length ? found : { ...byContent(folder), ...found };
}

function byContent(folder: string): Partial<Record<Part, string>> {
  const { features, frames } = guessFolders(folder);
  const lists = (folderNames(folder) ?? []).filter((name) => /\.(txt|csv)$/i.test(name));
  const parts: Record<Part, string | undefined> = {
    trainList: ofSplit(lists, 'train'),
    testList: ofSplit(lists, 'test'),
    trainFeatures: ofSplit(features, 'train'),
    testFeatures: ofSplit(features, 'test'),
    trainFrames: ofSplit(frames, 'train'),
    testFrames: ofSplit(frames, 'test'),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, path]) => path !== undefined));
}

const isThere = (path: string): boolean => fileStats(path) !== null;
const holdsFeatures = (folder: string): boolean => folderNames(folder)?.some((name) => name.endsWith('.npy')) ?? false;

/** Where the files of a list's clips lie. A validation list is one of training clips. */
function foldersOf(definition: KineticsSoundsDefinition): (entry: ListEntry) => { features: string; frames: string } {
  const { root, testList, trainFeatures, testFeatures, trainFrames, testFrames } = definition;
  const test = resolve(root, testList);
  const train = { features: resolve(root, trainFeatures), frames: resolve(root, trainFrames) };
  const held = { features: resolve(root, testFeatures), frames: resolve(root, testFrames) };
  return ({ list }) => (list === test ? held : train);
}

/** "Keep a clip if its .npy exists and its frame folder has more than three files" (methods.md 5.2). */
function keepRule(definition: KineticsSoundsDefinition): (entry: ListEntry) => WhyLeftOut | null {
  const folders = foldersOf(definition);
  const namesIn = namesOnce();
  return (entry) => {
    const { features, frames } = folders(entry);
    const name = `${entry.stem}.npy`;
    if (!namesIn(features).has(name)) return { kind: 'without features', reason: `there is no ${join(features, name)}` };
    return framesFault(join(frames, entry.stem));
  };
}

async function listsOf(definition: KineticsSoundsDefinition, report?: Report): Promise<OfficialLists | null> {
  const { root, trainList, testList, validation } = definition;
  const read = (name: string, field: string) => readList(root, { name, field }, parseKineticsList, report);
  const train = await read(trainList, 'trainList');
  const test = await read(testList, 'testList');
  const held = validation.kind === 'list' ? await read(validation.file, 'validation.file') : null;
  return train && test && { train, test, validation: held };
}

/** Features and folders of frames, by list and name. */
function finders(definition: KineticsSoundsDefinition): Finder[] {
  const [audio, video] = kineticsSoundsModalities(definition);
  const folders = foldersOf(definition);
  const { rows, columns } = definition.features;
  const settings = { rows, columns, time: 'rows' } as const;
  const sound: Finder<FeaturePlan> = {
    plan: { kind: 'stored-features', modality: audio, settings },
    find(entry) {
      const item = featureItem(join(folders(entry).features, `${entry.stem}.npy`), entry);
      checkHeader(item, settings);
      return item;
    },
    look: (item) => lookAtFeatures(item, settings),
  };
  const { choice, count } = definition.frames;
  const shown: Finder<FramePlan> = {
    plan: { kind: 'picture-frames', modality: video, settings: definition.frames },
    find(entry) {
      const item = frameItem(folders(entry).frames, entry, choice === 'kinetics' ? 1 : count);
      if (choice === 'kinetics') checkNumbered(item);
      return item;
    },
    look: lookAtPictures,
  };
  return [sound as Finder, shown as Finder];
}

/** Reads Kinetics-Sounds as the official loaders do (methods.md 5.2). */
export const kineticsSoundsLoader = layoutLoader<KineticsSoundsDefinition>({
  detect(folder) {
    const parts = partsOf(folder);
    const missing = Object.entries(NAMES).flatMap(([part, [official]]) => (part in parts ? [] : [official]));
    if (missing.length > 0) return Promise.resolve({ missing });
    return Promise.resolve(
      KineticsSoundsDefinition.parse({ layout: 'kinetics-sounds', name: basename(folder), root: folder, ...parts }),
    );
  },

  list(definition, report) {
    const { root, leaveOut, validation, trainFeatures, testFeatures, trainFrames, testFrames } = definition;
    return officialList(
      {
        root,
        folders: { trainFeatures, testFeatures, trainFrames, testFrames },
        leaveOut,
        validation,
        lists: (told) => listsOf(definition, told),
        reasonOf: keepRule(definition),
        classes: () => kineticsSoundsClasses(definition),
        labelled: namedLabels,
      },
      report,
    );
  },
  finders,
});
