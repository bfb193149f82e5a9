import { basename, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { readWavHeader } from '../../../core/data/audio/wav-header.ts';
import { CremaDDefinition, cremaD, cremaDSamples, guessSpeakerField, type CremaDLists } from '../../../core/data/crema-d.ts';
import { parseList, type ListEntry } from '../../../core/data/list.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { fileBytes, fileStats, folderNames, withFile } from './files.ts';
import type { LayoutLoader, ScanOptions } from './scanned-set.ts';
import type { FrameItem } from './sources/picture-frames.ts';
import type { WavItem } from './sources/wav-spectrogram.ts';

const PICTURE = /\.(jpe?g|png)$/i;
const FRAME_FOLDER = /^Image-\d+-FPS$/;
const VALIDATION_LISTS = ['validation.csv', 'val.csv'];

/** Samples looked at before others get their turn (messages of the host, cancellation). */
const PER_TURN = 64;

async function readList(file: string): Promise<ListEntry[]> {
  if (!fileStats(file)) throw new AppError('data.list-missing', { file });
  return parseList(file, await fileBytes(file));
}

async function readLists(definition: CremaDDefinition): Promise<CremaDLists> {
  const { root, trainList, testList, validation } = definition;
  if (!fileStats(root)?.isDirectory()) throw new AppError('data.folder-missing', { folder: root });
  return {
    train: await readList(resolve(root, trainList)),
    test: await readList(resolve(root, testList)),
    validation: validation.kind === 'list' ? await readList(resolve(root, validation.file)) : null,
  };
}

/** The recording with its size, its header checked; null where the file is missing. */
function wavItem(folder: string, { stem, list, line }: ListEntry): WavItem | null {
  const file = join(folder, `${stem}.wav`);
  const stats = fileStats(file);
  if (!stats?.isFile()) return null;
  withFile(file, (read) => readWavHeader(read, stats.size, { file, list, line }));
  return { name: stem, file, bytes: stats.size, changedMs: stats.mtimeMs, list, line };
}

/** The pictures of a sample, sorted by name; null where the folder is missing. */
function frameItem(parent: string, { stem, list, line }: ListEntry): FrameItem | null {
  const folder = join(parent, stem);
  const names = folderNames(folder)?.filter((name) => PICTURE.test(name));
  if (!names) return null;
  const files = names.map((name) => {
    const stats = fileStats(join(folder, name));
    return { name, bytes: stats?.size ?? 0, changedMs: stats?.mtimeMs ?? 0 };
  });
  return { name: stem, folder, files, list, line };
}

/** Calls `look` for each entry, giving others a turn now and then. */
async function eachEntry(
  entries: readonly ListEntry[],
  { onProgress, signal }: ScanOptions,
  look: (entry: ListEntry) => void,
): Promise<void> {
  for (const [i, entry] of entries.entries()) {
    if (i % PER_TURN === 0) {
      await setImmediate();
      signal?.throwIfAborted();
      onProgress?.({ phase: 'checking files', done: i, total: entries.length });
    }
    look(entry);
  }
  onProgress?.({ phase: 'checking files', done: entries.length, total: entries.length });
}

/** All files of all samples. A whole class of faults is counted before the first of it is reported. */
async function findFiles(
  definition: CremaDDefinition,
  entries: readonly ListEntry[],
  options: ScanOptions,
): Promise<{ wavs: WavItem[]; frames: FrameItem[] }> {
  const [audioFolder, frameFolder] = [
    resolve(definition.root, definition.audioFolder),
    resolve(definition.root, definition.frames.folder),
  ];
  const expected = definition.frames.count;
  const wavs: WavItem[] = [];
  const frames: FrameItem[] = [];
  const lost: Record<'wav' | 'frames', ListEntry[]> = { wav: [], frames: [] };
  const short: FrameItem[] = [];
  await eachEntry(entries, options, (entry) => {
    const [wav, pictures] = [wavItem(audioFolder, entry), frameItem(frameFolder, entry)];
    if (wav) wavs.push(wav);
    else lost.wav.push(entry);
    if (!pictures) lost.frames.push(entry);
    else if (pictures.files.length < expected) short.push(pictures);
    else frames.push(pictures);
  });
  const [noWav, noFrames, few] = [lost.wav[0], lost.frames[0], short[0]];
  if (noWav)
    throw new AppError('data.missing-wav', {
      file: join(audioFolder, `${noWav.stem}.wav`),
      list: noWav.list,
      line: noWav.line,
      count: lost.wav.length,
    });
  if (noFrames)
    throw new AppError('data.missing-frames', {
      folder: join(frameFolder, noFrames.stem),
      list: noFrames.list,
      line: noFrames.line,
      count: lost.frames.length,
    });
  if (few)
    throw new AppError('data.too-few-frames', {
      folder: few.folder,
      found: few.files.length,
      expected,
      list: few.list,
      line: few.line,
      count: short.length,
    });
  return { wavs, frames };
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** Reads the CREMA-D layout: `AudioWAV/<stem>.wav`, `Image-NN-FPS/<stem>/*.jpg`, lists `stem,LABEL` (methods.md 5.1). */
export const cremaDLoader: LayoutLoader<CremaDDefinition> = {
  async detect(folder) {
    const names = folderNames(folder) ?? [];
    const frameFolders = names.filter((name) => FRAME_FOLDER.test(name));
    const frames = frameFolders.includes('Image-03-FPS') ? 'Image-03-FPS' : frameFolders[0];
    const missing = [...(names.includes('AudioWAV') ? [] : ['AudioWAV']), ...(frames === undefined ? ['Image-NN-FPS'] : [])];
    if (missing.length > 0) return { missing };
    const validation = VALIDATION_LISTS.find((name) => names.includes(name));
    const definition = CremaDDefinition.parse({
      layout: 'crema-d',
      name: basename(folder),
      root: folder,
      frames: { folder: frames },
      ...(validation === undefined ? {} : { validation: { kind: 'list', file: validation } }),
    } satisfies z.input<typeof CremaDDefinition>);
    const lists = await readLists(definition);
    return { ...definition, speakerField: guessSpeakerField(lists.train) };
  },

  async scan(definition, options) {
    const samples = cremaDSamples(definition, await readLists(definition));
    const { wavs, frames } = await findFiles(definition, [...samples.entries.values()], options);
    const [audio, video] = cremaD.modalities(definition);
    return {
      ...samples,
      stems: wavs.map(({ name }) => name).sort(),
      sources: [
        { kind: 'wav-spectrogram', modality: audio, settings: definition.spectrogram, items: wavs.sort(byName) },
        { kind: 'picture-frames', modality: video, settings: definition.frames, items: frames.sort(byName) },
      ],
    };
  },
};
