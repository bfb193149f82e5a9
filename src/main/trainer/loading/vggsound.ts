import { basename, join, resolve } from 'node:path';
import type { ListEntry } from '../../../core/data/list.ts';
import { parseVggSoundCsv } from '../../../core/data/lists/vggsound-csv.ts';
import { ofClasses, type OfficialLists } from '../../../core/data/official-samples.ts';
import { croppedSpectrogram, VggSoundDefinition, vggSoundModalities } from '../../../core/data/vggsound.ts';
import { fileStats } from './files.ts';
import { frameItem, wavItem } from './items.ts';
import { layoutLoader, type Finder } from './layout-loader.ts';
import { framesFault, lookAtPictures } from './official/clip-files.ts';
import type { WhyLeftOut } from './official/left-out.ts';
import { namesOnce } from './official/names-once.ts';
import { officialList } from './official/official-list.ts';
import { readList } from './official/read-list.ts';
import type { ListedSet } from './scanned-set.ts';
import type { FramePlan } from './sources/picture-frames.ts';
import type { WavCropPlan } from './sources/wav-crop.ts';

const PARTS = ['list', 'trainAudio', 'testAudio', 'trainFrames', 'testFrames'] as const;

/** Names a clip's files may begin with: the start in seconds as in the list, or filled up to six digits, as some download it. */
function namesOf({ stem }: ListEntry): string[] {
  const [, id = stem, start = ''] = /^(.*)_(\d+)$/.exec(stem) ?? [];
  return [stem, `${id}_${start.padStart(6, '0')}`];
}

type Names = (folder: string) => ReadonlySet<string>;

/** The first of the names that a folder holds. */
const held = (names: Names, folder: string, wanted: readonly string[]): string | undefined =>
  wanted.find((name) => names(folder).has(name));

const wavsOf = (entry: ListEntry): string[] => namesOf(entry).map((name) => `${name}.wav`);
const frameFoldersOf = (entry: ListEntry): string[] => namesOf(entry).flatMap((name) => [`${name}.mp4`, name]);

interface Folders {
  readonly audio: string;
  readonly frames: string;
}

function foldersOf(definition: VggSoundDefinition): { readonly train: Folders; readonly test: Folders } {
  const { root, trainAudio, testAudio, trainFrames, testFrames } = definition;
  return {
    train: { audio: resolve(root, trainAudio), frames: resolve(root, trainFrames) },
    test: { audio: resolve(root, testAudio), frames: resolve(root, testFrames) },
  };
}

/** A clip is taken if it has a recording and a folder of more than three frames (methods.md 5.3). */
function reasonFor(entry: ListEntry, { audio, frames }: Folders, names: Names): WhyLeftOut | null {
  if (held(names, audio, wavsOf(entry)) === undefined)
    return { kind: 'without a recording', reason: `there is no ${join(audio, `${entry.stem}.wav`)}` };
  return framesFault(join(frames, held(names, frames, frameFoldersOf(entry)) ?? `${entry.stem}.mp4`));
}

function firstOccurrences({ train }: OfficialLists): string[] {
  return [...new Set(train.map(({ label }) => label))];
}

function finders(definition: VggSoundDefinition, listed: ListedSet): Finder[] {
  const [audio, video] = vggSoundModalities(definition);
  const { train, test } = foldersOf(definition);
  const tests = new Set(listed.test.names);
  const folders = ({ stem }: ListEntry): Folders => (tests.has(stem) ? test : train);
  const names = namesOnce();
  const sound: Finder<WavCropPlan> = {
    plan: { kind: 'wav-crop', modality: audio, settings: croppedSpectrogram(definition) },
    find(entry) {
      const folder = folders(entry).audio;
      const wav = held(names, folder, wavsOf(entry)) ?? `${entry.stem}.wav`;
      return { ...wavItem(folder, { ...entry, stem: wav.slice(0, -'.wav'.length) }), name: entry.stem };
    },
  };
  const shown: Finder<FramePlan> = {
    plan: { kind: 'picture-frames', modality: video, settings: definition.frames },
    find(entry) {
      const folder = folders(entry).frames;
      const stem = held(names, folder, frameFoldersOf(entry)) ?? entry.stem;
      return { ...frameItem(folder, { ...entry, stem }, definition.frames.count), name: entry.stem };
    },
    look: lookAtPictures,
  };
  return [sound as Finder, shown as Finder];
}

/** Reads VGGSound as the loader of the OGM-GE repository does (methods.md 5.3). */
export const vggSoundLoader = layoutLoader<VggSoundDefinition>({
  detect(folder) {
    const usual = VggSoundDefinition.parse({ layout: 'vggsound', name: basename(folder) || 'data', root: folder });
    const missing = PARTS.map((part) => usual[part]).filter((name) => fileStats(join(folder, name)) === null);
    return Promise.resolve(missing.length > 0 ? { missing } : usual);
  },

  list(definition, report) {
    const { root, list, leaveOut, validation, trainAudio, testAudio, trainFrames, testFrames } = definition;
    const { train, test } = foldersOf(definition);
    const names = namesOnce();
    const tests = new Set<string>();
    return officialList(
      {
        root,
        folders: { trainAudio, testAudio, trainFrames, testFrames },
        leaveOut,
        validation,
        async lists(told) {
          const read = (name: string, field: string) => readList(root, { name, field }, parseVggSoundCsv, told);
          const found = await read(list, 'list');
          const own = validation.kind === 'list' ? await read(validation.file, 'validation.file') : null;
          for (const { stem } of found?.test ?? []) tests.add(stem);
          return found && { ...found, validation: own && own.train };
        },
        reasonOf: (entry) => reasonFor(entry, tests.has(entry.stem) ? test : train, names),
        classes: (lists) => (definition.classes.length > 0 ? definition.classes : firstOccurrences(lists)),
        labelled: ofClasses,
      },
      report,
    );
  },
  finders,
});
