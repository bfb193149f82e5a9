import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { divided } from '../../../core/data/divided.ts';
import { KineticsClipsDefinition, kineticsClipsModalities } from '../../../core/data/kinetics-clips.ts';
import { framesKept } from '../../../core/data/clip-settings.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import { KINETICS_CLASSES, namedLabels, parseKineticsList } from '../../../core/data/lists/kinetics-list.ts';
import { notLeftOut, type OfficialLists } from '../../../core/data/official-samples.ts';
import type { Report } from '../../../core/data/report.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { clipItem } from './clips/clip-item.ts';
import { CLIP } from './clips/named-files.ts';
import { fileStats, folderNames } from './files.ts';
import { layoutLoader, reported, type Finder } from './layout-loader.ts';
import { clipHeader } from './media/clip-header.ts';
import { classFolders, clipIndex, clipsIn, entriesOfClips, type FoundClip } from './official/clip-index.ts';
import type { WhyLeftOut } from './official/left-out.ts';
import { officialList } from './official/official-list.ts';
import { readList } from './official/read-list.ts';
import type { ClipFbankPlan } from './sources/clip-fbank.ts';
import type { ClipFramePlan } from './sources/clip-frames.ts';

const TEST_FOLDERS = ['test', 'val', 'validate', 'validation'];
const LISTS = [
  { train: 'my_train.txt', test: 'my_test.txt' },
  { train: 'ks_train_overlap.txt', test: 'ks_test_overlap.txt' },
] as const;

const noSpeaker = (): string => '';

/** A class of Kinetics-Sounds, however its folder is written. */
const isKinetics = (label: string): boolean =>
  namedLabels([{ stem: '', label, list: '', line: 0 }], KINETICS_CLASSES, () => undefined).length > 0;

/** All clips that the definition's folders hold, those for training first. */
function clipsOf({ root, trainFolder, test }: KineticsClipsDefinition): FoundClip[] {
  const own = test.kind === 'folder' ? [test.folder] : test.kind === 'lists' ? TEST_FOLDERS : [];
  return [trainFolder, ...own].flatMap((name) => clipsIn(resolve(root, name)));
}

function checkedEntries(folder: string, clips: readonly FoundClip[], report?: Report): ListEntry[] {
  if (clips.length === 0)
    throw new AppError('data.no-files', { folder, expected: 'folder of a class with clips (mp4, webm, mkv, avi)' });
  return entriesOfClips(clips, report);
}

/** Samples of the folders, divided as the definition says. */
async function listsOf(definition: KineticsClipsDefinition, report?: Report): Promise<OfficialLists | null> {
  const { root, trainFolder, test, validation, leaveOut } = definition;
  const read = (name: string, field: string) => readList(root, { name, field }, parseKineticsList, report);
  const held = validation.kind === 'list' ? await read(validation.file, 'validation.file') : null;
  if (test.kind === 'lists') {
    const [train, own] = [await read(test.train, 'test.train'), await read(test.test, 'test.test')];
    return train && own && { train, test: own, validation: held };
  }
  const folder = resolve(root, trainFolder);
  const clips = clipsIn(folder);
  if (test.kind === 'share')
    return reported(report, { field: 'test' }, () => ({
      ...divided(notLeftOut(leaveOut)(checkedEntries(folder, clips, report)), test, noSpeaker),
      validation: held,
    }));
  const tests = resolve(root, test.folder);
  const train = await reported(report, { field: 'trainFolder' }, () => checkedEntries(folder, clips, report));
  const own = await reported(report, { field: 'test.folder' }, () => checkedEntries(tests, clipsIn(tests), report));
  return train && own && { train, test: own, validation: held };
}

/** Clips that give too few frames, by their length; those that do not tell it, or cannot be read, are told later if at all. */
function keepRule(definition: KineticsClipsDefinition): (entry: ListEntry) => WhyLeftOut | null {
  const files = clipIndex(clipsOf(definition));
  const { leastFrames, frames } = definition;
  return (entry) => {
    const file = files.get(entry.stem);
    if (file === undefined) return { kind: 'without a clip', reason: `no folder of a class holds a clip ${entry.stem}` };
    const seconds = secondsOf(file, entry);
    const found = seconds === null ? leastFrames : framesKept(frames.kept, seconds);
    if (found >= leastFrames) return null;
    const kind = `with fewer than ${leastFrames} frames`;
    return {
      kind,
      reason: `${file} lasts ${(seconds ?? 0).toFixed(1)} s, which gives ${found} frames; ${leastFrames} are needed`,
    };
  };
}

function secondsOf(file: string, { stem, list, line }: ListEntry): number | null {
  try {
    return clipHeader({ file, list, line }, stem)?.seconds ?? null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function classesOf({ classes, test }: KineticsClipsDefinition, { train }: OfficialLists): readonly string[] {
  if (classes.length > 0) return classes;
  const found = [...new Set(train.map(({ label }) => label))];
  return test.kind === 'lists' || found.every(isKinetics) ? KINETICS_CLASSES : found.sort();
}

function labelled(entries: readonly ListEntry[], classes: readonly string[], report?: Report): readonly ListEntry[] {
  const known = new Set(classes);
  return entries.every(({ label }) => known.has(label)) ? entries : namedLabels(entries, classes, report);
}

function finders(definition: KineticsClipsDefinition): Finder[] {
  const [audio, video] = kineticsClipsModalities(definition);
  const files = clipIndex(clipsOf(definition));
  const fileOf = ({ stem, list }: ListEntry): string => files.get(stem) ?? join(list, `${stem}.mp4`);
  const sound: Finder<ClipFbankPlan> = {
    plan: { kind: 'clip-fbank', modality: audio, settings: definition.fbank },
    find: (entry) => clipItem(fileOf(entry), entry, 'sound'),
  };
  const shown: Finder<ClipFramePlan> = {
    plan: { kind: 'clip-frames', modality: video, settings: definition.frames },
    find: (entry) => clipItem(fileOf(entry), entry, 'video'),
  };
  return [sound as Finder, shown as Finder];
}

/** Whether a folder of classes holds a clip of a class of Kinetics-Sounds. */
const holdsKinetics = (folder: string): boolean =>
  classFolders(folder).some(
    (name) => isKinetics(name) && (folderNames(join(folder, name)) ?? []).some((file) => CLIP.test(file)),
  );

/** Reads Kinetics-Sounds as clips (methods.md 5.2). */
export const kineticsClipsLoader = layoutLoader<KineticsClipsDefinition>({
  detect(folder) {
    if (!holdsKinetics(join(folder, 'train'))) return Promise.resolve({ missing: ['train/<class of Kinetics-Sounds>/*.mp4'] });
    const isThere = (name: string): boolean => fileStats(join(folder, name)) !== null;
    const lists = LISTS.find((pair) => isThere(pair.train) && isThere(pair.test));
    const tests = TEST_FOLDERS.find((name) => classFolders(join(folder, name)).length > 0);
    const test: z.input<typeof KineticsClipsDefinition>['test'] = lists
      ? { kind: 'lists', ...lists }
      : tests === undefined
        ? { kind: 'share' }
        : { kind: 'folder', folder: tests };
    return Promise.resolve(
      KineticsClipsDefinition.parse({ layout: 'kinetics-clips', name: basename(folder), root: folder, test }),
    );
  },

  list(definition, report) {
    const { root, trainFolder, test, leaveOut, validation } = definition;
    return officialList(
      {
        root,
        folders: { trainFolder, ...(test.kind === 'folder' ? { 'test.folder': test.folder } : {}) },
        leaveOut,
        validation,
        lists: (told) => listsOf(definition, told),
        reasonOf: keepRule(definition),
        classes: (lists) => classesOf(definition, lists),
        labelled,
      },
      report,
    );
  },
  finders,
});
