import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { CREMA_D_CLASSES } from '../../../core/data/classes.ts';
import { cremaDOriginalModalities, CremaDOriginalDefinition, cremaDStem } from '../../../core/data/crema-d-original.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import type { Report } from '../../../core/data/report.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { clipItem } from './clips/clip-item.ts';
import { dividedSet } from './clips/divided-set.ts';
import { CLIP, filesByStem } from './clips/named-files.ts';
import { folderNames } from './files.ts';
import { wavItem } from './items.ts';
import { layoutLoader, reported, type Finder } from './layout-loader.ts';
import { checkFolder } from './official/read-list.ts';
import type { ClipFramePlan } from './sources/clip-frames.ts';
import type { WavPlan } from './sources/wav-spectrogram.ts';

const WAV = /\.wav$/i;
const FORM = '<actor>_<sentence>_<EMOTION>_<level>';
const VIDEO_FOLDERS = ['VideoFlash', 'VideoMP4', 'Video'];
const VALIDATION_LISTS = ['validation.csv', 'val.csv'];

/** The recordings as samples: label and actor by the file name. What is named otherwise is told and is no sample. */
function entriesOf(folder: string, report?: Report): ListEntry[] {
  const files = filesByStem(folder, WAV) ?? new Map<string, string>();
  const entries: ListEntry[] = [];
  const others: string[] = [];
  for (const [stem, name] of files) {
    const said = cremaDStem(stem);
    if (said) entries.push({ stem, label: said.emotion, list: folder, line: 0 });
    else others.push(name);
  }
  const [first] = others;
  if (first !== undefined) {
    const problem = new AppError('data.file-name-form', { file: join(folder, first), form: FORM, count: others.length });
    report?.(problem, { severity: 'warning' });
  }
  if (entries.length === 0) throw new AppError('data.no-files', { folder, expected: `recording named ${FORM}.wav` });
  return entries;
}

/** Tells videos that no recording goes with. */
function tellExtraVideos(folder: string, entries: readonly ListEntry[], report: Report): void {
  const stems = new Set(entries.map(({ stem }) => stem));
  const extra = [...(filesByStem(folder, CLIP) ?? [])].filter(([stem]) => !stems.has(stem));
  const [first] = extra;
  if (!first) return;
  report(new AppError('data.clips-without-recording', { folder, first: first[1], count: extra.length }), { severity: 'warning' });
}

/** Reads CREMA-D as it is downloaded: `AudioWAV/*.wav` and `VideoFlash/*.flv` (methods.md 5.1). */
export const cremaDOriginalLoader = layoutLoader<CremaDOriginalDefinition>({
  detect(folder) {
    const names = folderNames(folder) ?? [];
    const video = VIDEO_FOLDERS.find((name) => names.includes(name));
    const missing = [...(names.includes('AudioWAV') ? [] : ['AudioWAV']), ...(video === undefined ? ['VideoFlash'] : [])];
    if (missing.length > 0) return Promise.resolve({ missing });
    const validation = VALIDATION_LISTS.find((name) => names.includes(name));
    const hasLists = names.includes('train.csv') && names.includes('test.csv');
    const definition: z.input<typeof CremaDOriginalDefinition> = {
      layout: 'crema-d-original',
      name: basename(folder),
      root: folder,
      videoFolder: video,
      ...(hasLists ? { test: { kind: 'lists' } } : {}),
      ...(hasLists && validation !== undefined ? { validation: { kind: 'list', file: validation } } : {}),
    };
    return Promise.resolve(CremaDOriginalDefinition.parse(definition));
  },

  async list(definition, report) {
    const { root, audioFolder, videoFolder, test, classes, validation, leaveOut } = definition;
    if ((await checkFolder(root, audioFolder, 'audioFolder', report)) === null) return null;
    const all = await reported(report, { field: 'audioFolder' }, () => entriesOf(resolve(root, audioFolder), report));
    if (all === null) return null;
    if (report) tellExtraVideos(resolve(root, videoFolder), all, report);
    return dividedSet(
      {
        root,
        settings: { classes: classes.length > 0 ? classes : CREMA_D_CLASSES, validation, leaveOut },
        test,
        all,
        speakerOf: (stem) => cremaDStem(stem)?.actor ?? null,
      },
      report,
    );
  },

  async finders(definition, _listed, report) {
    const { root, audioFolder, videoFolder, spectrogram, frames } = definition;
    const [audio, video] = cremaDOriginalModalities(definition);
    const [recordings, videos] = [resolve(root, audioFolder), resolve(root, videoFolder)];
    const sound: Finder<WavPlan> = {
      plan: { kind: 'wav-spectrogram', modality: audio, settings: spectrogram },
      find: (entry) => wavItem(recordings, entry),
    };
    if ((await checkFolder(root, videoFolder, 'videoFolder', report)) === null) return [sound as Finder];
    const files = filesByStem(videos, CLIP);
    const shown: Finder<ClipFramePlan> = {
      plan: { kind: 'clip-frames', modality: video, settings: frames },
      find: (entry) => clipItem(join(videos, files?.get(entry.stem) ?? `${entry.stem}.flv`), entry, 'video'),
    };
    return [sound as Finder, shown as Finder];
  },
});
