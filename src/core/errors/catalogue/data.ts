/** Where a list names a sample: `train.csv, line 12`. Lines count from 1; 0 where the sample was found in a folder and no list names it. */
export interface ListPosition {
  readonly list: string;
  readonly line: number;
}

const at = ({ list, line }: ListPosition): string => (line > 0 ? `(named in ${list}, line ${line})` : `(found in ${list})`);
const place = (file: string, line: number): string => (line > 0 ? `${file}, line ${line}` : file);
const more = (count: number, what: string): string => (count > 1 ? ` ${count - 1} more ${what} like it.` : '');
const some = (names: readonly string[], limit = 12): string =>
  names.length <= limit ? names.join(', ') : `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;

/** A recording at fault: the file, and the list line that asks for it. */
export interface AudioParams extends ListPosition {
  readonly file: string;
}

export const data = {
  'data.not-found': (p: { name: string; known: readonly string[] }) =>
    `No data set "${p.name}": found neither a folder nor a definition file of that name, and it is not one of those that come with the program ` +
    `(${p.known.join(', ')}). Check the path.`,

  'data.not-a-layout': (p: {
    folder: string;
    layouts: readonly { readonly label: string; readonly missing: readonly string[] }[];
  }) =>
    `${p.folder} is in no known layout. ${p.layouts.map(({ label, missing }) => `${label}: missing ${missing.join(', ')}.`).join(' ')} ` +
    `Choose the folder that holds these, or give other names in a dataset.json.`,

  'data.definition-unreadable': (p: { file: string; reason: string }) =>
    `${p.file} is not a data set definition: ${p.reason}. Expected one JSON object.`,

  'data.definition-invalid': (p: { file: string; issues: readonly string[] }) =>
    `${p.file} is not a valid data set definition: ${p.issues.join('; ')}. Correct these fields.`,

  'data.folder-missing': (p: { folder: string }) =>
    `The folder ${p.folder} does not exist or is not a folder. Check the path in the definition.`,

  'data.list-missing': (p: { file: string }) =>
    `The list ${p.file} does not exist. Expected a text file with one "stem,LABEL" a line.`,

  'data.list-empty': (p: { file: string }) => `The list ${p.file} names no sample. Expected one "stem,LABEL" a line.`,

  'data.list-not-utf8': (p: { file: string; line: number; offset: number; byte: number }) =>
    `${p.file}, line ${p.line}: byte 0x${p.byte.toString(16).padStart(2, '0')} at offset ${p.offset} is not UTF-8. Save the list as UTF-8.`,

  'data.list-bad-line': (p: { file: string; line: number; text: string }) =>
    `${p.file}, line ${p.line}: found ${JSON.stringify(p.text)}, expected "stem,LABEL" with a stem that is a plain file name. Correct or remove the line.`,

  'data.unknown-label': (p: { file: string; line: number; label: string; classes: readonly string[] }) =>
    `${place(p.file, p.line)}: the label "${p.label}" is not one of the ${p.classes.length} classes (${some(p.classes)}). ` +
    `Correct it, or name all classes under "classes" in a dataset.json.`,

  'data.duplicate-stem': (p: { file: string; line: number; firstLine: number; stem: string }) =>
    `${p.file}, line ${p.line}: "${p.stem}" stands already in line ${p.firstLine}. Each sample may occur once; remove one of the lines.`,

  'data.split-overlap': (p: { stem: string; first: ListPosition; second: ListPosition; count: number }) =>
    `"${p.stem}" is in two splits: ${p.first.list}, line ${p.first.line} and ${p.second.list}, line ${p.second.line}.${more(p.count, 'samples')} ` +
    `A sample may be in one split only; remove it from one of the lists.`,

  'data.missing-wav': (p: AudioParams & { count: number }) =>
    `The recording ${p.file} ${at(p)} does not exist.${more(p.count, 'recordings')} Add the file or remove the line.`,

  'data.wav-empty': (p: AudioParams) =>
    `The recording ${p.file} ${at(p)} holds no sound (0 samples). Replace the file or remove the line.`,

  'data.wav-truncated': (p: AudioParams & { expectedBytes: number; foundBytes: number }) =>
    `The recording ${p.file} ${at(p)} is cut off: its header announces ${p.expectedBytes} bytes, found ${p.foundBytes}. Copy the file again.`,

  'data.wav-malformed': (p: AudioParams & { reason: string }) =>
    `The recording ${p.file} ${at(p)} is not a readable wav file: ${p.reason}. Expected RIFF/WAVE with 8 to 32-bit PCM or float samples.`,

  'data.wav-unsupported': (p: AudioParams & { codec: string; bits: number }) =>
    `The recording ${p.file} ${at(p)} is ${p.codec}, ${p.bits} bits. Expected PCM of 8, 16, 24 or 32 bits or float of 32 or 64. Convert the file to 16-bit PCM.`,

  'data.wav-not-finite': (p: AudioParams & { sample: number }) =>
    `The recording ${p.file} ${at(p)} holds a value that is not a number (sample ${p.sample}). Replace the file.`,

  'data.missing-frames': (p: ListPosition & { folder: string; count: number }) =>
    `The frame folder ${p.folder} ${at(p)} does not exist.${more(p.count, 'folders')} Add the frames or remove the line.`,

  'data.too-few-frames': (p: ListPosition & { folder: string; found: number; expected: number; count: number }) =>
    `The frame folder ${p.folder} ${at(p)} holds ${p.found} pictures, expected at least ${p.expected}.${more(p.count, 'folders')} ` +
    `Add frames, or ask for fewer with frames.count.`,

  'data.image-corrupt': (p: ListPosition & { file: string; reason: string }) =>
    `The picture ${p.file} ${at(p)} cannot be decoded: ${p.reason}. Copy or extract the file again.`,

  'data.file-unreadable': (p: { file: string; reason: string }) =>
    `${p.file} cannot be read: ${p.reason}. Check that it exists and that you may read it.`,

  'data.speaker-unknown': (p: { speakers: readonly string[]; known: readonly string[] }) =>
    `No training sample is by the speakers ${p.speakers.join(', ')}. Known speakers: ${some(p.known)}. Correct validation.speakers or speakerField.`,

  'data.speaker-missing': (p: ListPosition & { stem: string; field: number }) =>
    `${p.list}, line ${p.line}: "${p.stem}" has no part number ${p.field} between underscores, so its speaker is unknown. Correct speakerField or the stem.`,

  'data.split-empty': (p: { split: string; reason: string }) =>
    `The ${p.split} split is empty: ${p.reason}. Change the validation setting or the lists.`,

  'data.sample-set-missing': (p: { looked: readonly string[] }) =>
    `The sample set that comes with the program was not found in ${p.looked.join(' or ')}. Install the program again.`,

  'data.sample-set-damaged': (p: { file: string; reason: string }) =>
    `The sample set ${p.file} is damaged: ${p.reason}. Install the program again.`,

  'data.cache-unwritable': (p: { folder: string; reason: string }) =>
    `The cache folder ${p.folder} cannot be written: ${p.reason}. Free space, or set REDREG_CACHE to a folder with room.`,

  'data.no-validation': (_: Readonly<Record<string, never>>) =>
    'There is no validation split, so the best checkpoint of a run will be its last one. A share of the training list, a list or speakers can be held back for it.',

  'data.class-without-samples': (p: { class: string; split: string; classes: number }) =>
    `The class "${p.class}" has no sample in the ${p.split} split.${p.classes > 1 ? ` The same holds for ${p.classes - 1} more of the classes.` : ''} Add samples, or correct the class names.`,

  'data.unknown-sample': (p: { name: string; set: string }) =>
    `No sample "${p.name}" is in the lists of ${p.set}. The lists may have changed: open the data set again.`,

  'data.unknown-set': (p: { id: string }) =>
    `There is no data set with the id "${p.id}" in this library. It may have been deleted; the page "Data sets" lists those that are there.`,

  'data.ambiguous': (p: { name: string; ids: readonly string[] }) =>
    `${p.ids.length} data sets of this library are named "${p.name}". Name one by its id: ${p.ids.join(', ')}.`,

  'data.built-in': (p: { name: string }) =>
    `The data set "${p.name}" comes with the program and can be neither changed nor deleted. Duplicate it and change the copy.`,

  'data.cancelled': (_: Readonly<Record<string, never>>) => 'This was cancelled. Start it again when you like.',

  'data.reader-died': (p: { reason: string }) =>
    `The process that reads data sets ended: ${p.reason}. Try again; it is started anew. If it happens again, please report it with this text.`,

  'data.worker-missing': (p: { looked: readonly string[] }) =>
    `The decoder was not found in ${p.looked.join(' or ')}. Build the program (npm run build), then retry.`,

  'data.worker-died': (p: { reason: string }) =>
    `A decode worker ended: ${p.reason}. If memory ran out, use a smaller batch or fewer workers, then retry.`,
} as const;
