import { AppError } from '../../errors/app-error.ts';
import type { ListEntry } from '../list.ts';
import type { Report } from '../report.ts';
import { csvRows } from './csv-rows.ts';
import { listEntries, type ListLine } from './entries.ts';
import { listText, numberedLines } from './list-text.ts';

/** Kinetics-Sounds' classes in the order of the published lists (methods.md 5.2). */
export const KINETICS_CLASSES = [
  'blowing_nose',
  'blowing_out_candles',
  'bowling',
  'chopping_wood',
  'dribbling_basketball',
  'laughing',
  'mowing_lawn',
  'playing_accordion',
  'playing_bagpipes',
  'playing_bass_guitar',
  'playing_clarinet',
  'playing_drums',
  'playing_guitar',
  'playing_harmonica',
  'playing_keyboard',
  'playing_organ',
  'playing_piano',
  'playing_saxophone',
  'playing_trombone',
  'playing_trumpet',
  'playing_violin',
  'playing_xylophone',
  'ripping_paper',
  'shoveling_snow',
  'shuffling_cards',
  'singing',
  'stomping_grapes',
  'tap_dancing',
  'tapping_guitar',
  'tapping_pen',
  'tickling',
] as const;

/** Names in the lists may be those of the clips or recordings that features were made of. */
const FILE_ENDING = /\.(mp4|webm|mkv|avi|mov|flv|wav|npy)$/i;
const withoutEnding = (name: string): string => name.replace(FILE_ENDING, '');

const commaLine = ({ line, fields }: { line: number; fields: readonly string[] }): ListLine => ({
  line,
  text: fields.join(','),
  said: fields.length < 2 ? null : { stem: withoutEnding(fields[0] ?? ''), label: fields.at(-1) ?? '' },
});

function spaceLine({ line, text }: { line: number; text: string }): ListLine {
  const fields = text.split(/\s+/);
  return { line, text, said: fields.length < 2 ? null : { stem: withoutEnding(fields[0] ?? ''), label: fields.at(-1) ?? '' } };
}

/**
 * The entries of a Kinetics-Sounds list in either of its forms, told by its first line: `name,10,label` as published, or separated by
 * spaces as the loaders read `ks_train_overlap.txt`, the first field the name and the last the label. Fields between are ignored, and so
 * is a file ending of the name.
 *
 * Source: methods.md 5.2. Errors: `data.list-not-utf8`, and those of `listEntries`.
 */
export function parseKineticsList(list: string, bytes: Uint8Array, report?: Report): ListEntry[] {
  const text = listText(list, bytes);
  const lines = numberedLines(text);
  const isComma = lines[0]?.text.includes(',') ?? false;
  return listEntries(list, isComma ? csvRows(text).map(commaLine) : lines.map(spaceLine), {
    form: isComma ? 'name,10,label' : 'name ... label, separated by spaces',
    repeated: 'refused',
    report,
  });
}

const folded = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '_');

/**
 * The entries with class names for labels. A label that is a whole number is an index into `classes`; any other is a class name, in which
 * capitals and the difference between spaces and underscores do not matter. With `report` what is neither is told and left out.
 *
 * Errors: `data.label-out-of-range`, `data.unknown-label`, with file and line.
 */
export function namedLabels(entries: readonly ListEntry[], classes: readonly string[], report?: Report): ListEntry[] {
  const byName = new Map(classes.map((name) => [folded(name), name]));
  return entries.flatMap((entry) => {
    const name = /^-?\d+$/.test(entry.label) ? classes[Number(entry.label)] : byName.get(folded(entry.label));
    if (name !== undefined) return [{ ...entry, label: name }];
    const problem = labelProblem(entry, classes);
    if (!report) throw problem;
    report(problem, { stem: entry.stem, field: 'classes' });
    return [];
  });
}

function labelProblem({ list, line, label }: ListEntry, classes: readonly string[]): AppError {
  return /^-?\d+$/.test(label)
    ? new AppError('data.label-out-of-range', { file: list, line, label, classes: classes.length })
    : new AppError('data.unknown-label', { file: list, line, label, classes });
}
