import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { CremaDDefinition, cremaD, cremaDSamples, guessSpeakerField } from '../../../core/data/crema-d.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { folderNames } from './files.ts';
import { cremaDInspector } from './crema-d/inspect.ts';
import { cremaDList, readLists } from './crema-d/lists.ts';
import { frameItem, wavItem } from './crema-d/items.ts';
import { eachEntry } from './each-entry.ts';
import type { LayoutLoader, ScanOptions } from './scanned-set.ts';
import type { FrameItem } from './sources/picture-frames.ts';
import type { WavItem } from './sources/wav-spectrogram.ts';

const FRAME_FOLDER = /^Image-\d+-FPS$/;
const VALIDATION_LISTS = ['validation.csv', 'val.csv'];

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

  list: cremaDList,
  inspector: cremaDInspector,
};
