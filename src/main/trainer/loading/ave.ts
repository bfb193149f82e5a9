import { basename, join, resolve } from 'node:path';
import { AveDefinition, aveModalities } from '../../../core/data/ave.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import { parseAveClasses, parseAveList } from '../../../core/data/lists/ave-list.ts';
import { ofClasses, type OfficialLists } from '../../../core/data/official-samples.ts';
import type { Report } from '../../../core/data/report.ts';
import { fileBytes, fileStats, folderNames } from './files.ts';
import { frameItem } from './items.ts';
import { layoutLoader, type Finder } from './layout-loader.ts';
import { checkNumbered, featureItem, framesFault, lookAtPictures } from './official/clip-files.ts';
import type { WhyLeftOut } from './official/left-out.ts';
import { namesOnce } from './official/names-once.ts';
import { officialList } from './official/official-list.ts';
import { readList } from './official/read-list.ts';
import type { FramePlan } from './sources/picture-frames.ts';
import { checkHeader, storedFeatures, type FeaturePlan } from './sources/stored-features.ts';

/** Lists that go together, those of the OGM-GE repository first. */
const LISTS = [
  { trainList: 'my_train.txt', testList: 'my_test.txt' },
  { trainList: 'trainSet.txt', testList: 'testSet.txt' },
] as const;
const VALIDATION_LIST = 'valSet.txt';

const isThere = (root: string, name: string): boolean => fileStats(resolve(root, name)) !== null;

/** `AVDataset` takes a clip if its spectrogram and its folder exist (methods.md 5.4); an empty folder would end it. */
function keepRule({ root, spectrogramFolder, frameFolder }: AveDefinition): (entry: ListEntry) => WhyLeftOut | null {
  const [spectrograms, frames] = [resolve(root, spectrogramFolder), resolve(root, frameFolder)];
  const namesIn = namesOnce();
  return ({ stem }) =>
    namesIn(spectrograms).has(`${stem}.pkl`)
      ? framesFault(join(frames, stem), 0)
      : { kind: 'without a spectrogram', reason: `there is no ${join(spectrograms, `${stem}.pkl`)}` };
}

async function listsOf(definition: AveDefinition, report?: Report): Promise<OfficialLists | null> {
  const { root, trainList, testList, validation } = definition;
  const read = (name: string, field: string) => readList(root, { name, field }, parseAveList, report);
  const train = await read(trainList, 'trainList');
  const test = await read(testList, 'testList');
  const held = validation.kind === 'list' ? await read(validation.file, 'validation.file') : null;
  return train && test && { train, test, validation: held };
}

async function classesOf({ root, classes, classList }: AveDefinition, { train }: OfficialLists): Promise<readonly string[]> {
  if (classes.length > 0) return classes;
  const file = resolve(root, classList);
  if (fileStats(file)?.isFile()) return parseAveClasses(file, await fileBytes(file));
  return [...new Set(train.map(({ label }) => label))].sort();
}

function finders(definition: AveDefinition): Finder[] {
  const { root, spectrogramFolder, frameFolder, features, frames } = definition;
  const [audio, video] = aveModalities(definition);
  const settings = { rows: features.rows, columns: features.columns, time: 'columns' } as const;
  const sound: Finder<FeaturePlan> = {
    plan: { kind: 'stored-features', modality: audio, settings },
    find(entry) {
      const item = featureItem(resolve(root, spectrogramFolder, `${entry.stem}.pkl`), entry);
      checkHeader(item, settings);
      return item;
    },
    async look(item) {
      await storedFeatures(item, settings);
    },
  };
  const shown: Finder<FramePlan> = {
    plan: { kind: 'picture-frames', modality: video, settings: frames },
    find(entry) {
      const item = frameItem(resolve(root, frameFolder), entry, frames.choice === 'ave' ? 1 : frames.count);
      if (frames.choice === 'ave') checkNumbered(item);
      return item;
    },
    look: lookAtPictures,
  };
  return [sound as Finder, shown as Finder];
}

/** Reads AVE as `AVDataset` of the OGM-GE repository does (methods.md 5.4). */
export const aveLoader = layoutLoader<AveDefinition>({
  detect(folder) {
    const lists = LISTS.find((pair) => Object.values(pair).every((name) => isThere(folder, name)));
    const hasPickles = folderNames(join(folder, 'audio_spec'))?.some((name) => name.endsWith('.pkl')) ?? false;
    const missing = [
      ...(lists ? [] : Object.values(LISTS[0])),
      ...(hasPickles ? [] : ['audio_spec/*.pkl']),
      ...(isThere(folder, 'visual') ? [] : ['visual']),
    ];
    if (!lists || missing.length > 0) return Promise.resolve({ missing });
    const hasOwn = lists.trainList === 'trainSet.txt' && isThere(folder, VALIDATION_LIST);
    const definition = AveDefinition.parse({
      layout: 'ave',
      name: basename(folder),
      root: folder,
      ...lists,
      ...(hasOwn ? { validation: { kind: 'list', file: VALIDATION_LIST } } : {}),
    });
    return Promise.resolve(definition);
  },

  list(definition, report) {
    const { root, leaveOut, validation, spectrogramFolder, frameFolder } = definition;
    return officialList(
      {
        root,
        folders: { spectrogramFolder, frameFolder },
        leaveOut,
        validation,
        lists: (told) => listsOf(definition, told),
        reasonOf: keepRule(definition),
        classes: (lists) => classesOf(definition, lists),
        labelled: ofClasses,
      },
      report,
    );
  },
  finders,
});
