import { basename, dirname } from 'node:path';
import { spectrogramShape } from '../../../../core/data/audio/spectrogram-shape.ts';
import { sequenceId, type FolderDefinition } from '../../../../core/data/folder.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { clipItem } from '../clips/clip-item.ts';
import { fileStats } from '../files.ts';
import { frameItem, wavItem } from '../items.ts';
import type { Finder } from '../layout-loader.ts';
import { featureItem, lookAtPictures } from '../official/clip-files.ts';
import { checkFolder } from '../official/read-list.ts';
import type { ListedSet } from '../scanned-set.ts';
import type { ClipFramePlan } from '../sources/clip-frames.ts';
import type { ClipSpectrogramPlan } from '../sources/clip-spectrogram.ts';
import { npySequence, sequenceHeader, type NpySequencePlan } from '../sources/npy-sequence.ts';
import type { FrameItem, FramePlan } from '../sources/picture-frames.ts';
import type { WavPlan } from '../sources/wav-spectrogram.ts';
import { fileFinder, partsOf, type Part } from './parts.ts';

/** One finder a modality, in the order of the network's branches; a folder that is missing is told. */
export async function folderFinders(definition: FolderDefinition, listed: ListedSet, report?: Report): Promise<Finder[]> {
  const { root } = definition;
  const there: Part[] = [];
  for (const part of partsOf(definition))
    if ((await checkFolder(root, part.folder, part.field, report)) !== null) there.push(part);
  const of = (kind: Part['kind']): Part | undefined => there.find((part) => part.kind === kind);
  const [clips, wavs, pictures, picture] = [of('clip'), of('wav'), of('pictures'), of('picture')];
  const { sound, video } = definition;
  return [
    ...(sound.kind === 'clips' && clips ? [soundOfClips(definition, clips)] : []),
    ...(wavs ? [wavFiles(definition, wavs)] : []),
    ...(video.kind === 'clips' && clips ? [framesOfClips(definition, clips)] : []),
    ...(pictures ? [pictureFolders(definition, pictures)] : []),
    ...(picture ? [singlePictures(definition, picture)] : []),
    ...there.filter(({ kind }) => kind === 'array').map((part) => sequences(definition, part, listed)),
  ] as Finder[];
}

const audio = ({ spectrogram }: FolderDefinition) =>
  ({ id: 'audio', kind: 'spectrogram', shape: spectrogramShape(spectrogram) }) as const;

const frames = ({ frames: { count, size } }: FolderDefinition, id = 'video', n = count) =>
  ({ id, kind: 'frames', shape: [n, size, size, 3] }) as const;

function soundOfClips(definition: FolderDefinition, part: Part): Finder<ClipSpectrogramPlan> {
  const fileOf = fileFinder(part);
  return {
    plan: { kind: 'clip-spectrogram', modality: audio(definition), settings: definition.spectrogram },
    find: (entry) => clipItem(fileOf(entry.stem), entry, 'sound'),
  };
}

function wavFiles(definition: FolderDefinition, part: Part): Finder<WavPlan> {
  return {
    plan: { kind: 'wav-spectrogram', modality: audio(definition), settings: definition.spectrogram },
    find: (entry) => wavItem(part.folder, entry),
  };
}

function framesOfClips(definition: FolderDefinition, part: Part): Finder<ClipFramePlan> {
  const fileOf = fileFinder(part);
  return {
    plan: { kind: 'clip-frames', modality: frames(definition), settings: definition.frames },
    find: (entry) => clipItem(fileOf(entry.stem), entry, 'video'),
  };
}

function pictureFolders(definition: FolderDefinition, part: Part): Finder<FramePlan> {
  const { count, size, choice, testChoice, augment } = definition.frames;
  return {
    plan: { kind: 'picture-frames', modality: frames(definition), settings: { count, size, choice, testChoice, augment } },
    find: (entry) => frameItem(part.folder, entry, count),
    look: lookAtPictures,
  };
}

/** A single picture is a folder of frames that holds one. */
function singlePictures(definition: FolderDefinition, part: Part): Finder<FramePlan> {
  const fileOf = fileFinder(part);
  const { size, augment } = definition.frames;
  return {
    plan: {
      kind: 'picture-frames',
      modality: frames(definition, 'image', 1),
      settings: { count: 1, size, choice: 'uniform', augment },
    },
    find: (entry) => pictureItem(fileOf(entry.stem), entry),
    look: lookAtPictures,
  };
}

function pictureItem(file: string, { stem, list, line }: ListEntry): FrameItem {
  const stats = fileStats(file);
  if (!stats?.isFile()) throw new AppError('data.picture-missing', { file, list, line, count: 1 });
  const files = [{ name: basename(file), bytes: stats.size, changedMs: stats.mtimeMs }];
  return { name: stem, folder: dirname(file), files, list, line };
}

/** Steps by the longest where the definition does not say, features by the first file that is whole. */
function sequences({ steps }: FolderDefinition, part: Part, { entries }: ListedSet): Finder<NpySequencePlan> {
  const fileOf = fileFinder(part);
  let [features, longest]: [number | null, number] = [null, 1];
  for (const entry of entries.values()) {
    const found = sizeOf(fileOf(entry.stem), entry);
    if (!found) continue;
    features ??= found[1];
    longest = Math.max(longest, found[0]);
  }
  const shape = [steps > 0 ? steps : longest, features ?? 1];
  const modality = { id: sequenceId(part.folder), kind: 'sequence', shape } as const;
  return {
    plan: { kind: 'npy-sequence', modality },
    find(entry) {
      const item = featureItem(fileOf(entry.stem), entry);
      sequenceHeader(item, features);
      return item;
    },
    async look(item) {
      await npySequence(item, { modality });
    },
  };
}

/** Null where the file is at fault, which is told when its sample is looked at. */
function sizeOf(file: string, entry: ListEntry): readonly [steps: number, features: number] | null {
  try {
    return sequenceHeader(featureItem(file, entry), null);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}
