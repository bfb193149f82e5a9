const more = (count: number): string => (count > 1 ? ` ${count - 1} more rows like it.` : '');

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
const some = (names: readonly string[], limit = 8): string =>
  names.length <= limit ? names.join(', ') : `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;

/** Files of numbers: .npy, Python pickles, the .csd files of the CMU SDK. */
export const dataArrays = {
  'data.npy-malformed': (p: { file: string; reason: string }) =>
    `${p.file} is not a readable .npy file: ${p.reason}. Expected an array that numpy.save wrote. Save or copy the file again.`,

  'data.npy-truncated': (p: { file: string; expectedBytes: number; foundBytes: number }) =>
    `${p.file} is cut off: its header announces ${p.expectedBytes} bytes, found ${p.foundBytes}. Copy the file again.`,

  'data.npy-unsupported': (p: { file: string; type: string }) =>
    `${p.file} holds values of the type ${p.type}. Expected plain numbers: float16, float32, float64, integers or booleans. ` +
    `Convert it with array.astype("float32") and save it again.`,

  'data.pickle-forbidden': (p: { file: string; name: string }) =>
    `${p.file} asks for ${p.name}, which a file of arrays does not need; nothing of it was executed. Only numpy arrays, lists, dicts, texts and ` +
    `numbers are read. If you trust the file, save its arrays as numpy arrays in plain dicts and pickle those.`,

  'data.pickle-malformed': (p: { file: string; reason: string }) =>
    `${p.file} is not a readable pickle: ${p.reason}. Expected what pickle.dump writes with protocol 2 to 5. Copy or save the file again.`,

  'data.pickle-truncated': (p: { file: string; expectedBytes: number; foundBytes: number }) =>
    `${p.file} is cut off: at least ${p.expectedBytes} bytes are needed, found ${p.foundBytes}. Copy the file again.`,

  'data.array-not-numbers': (p: { file: string; key: string; type: string }) =>
    `${p.file}, "${p.key}": found an array of ${p.type}, expected numbers: float16, float32, float64, integers or booleans. ` +
    `Save it as array.astype("float32"); rows of different lengths have to be padded first.`,

  'data.array-key-missing': (p: { file: string; key: string; expected: readonly string[]; found: readonly string[] }) =>
    `${p.file}${p.key === '' ? '' : `, "${p.key}"`}: expected ${p.expected.join(' or ')}, found ${p.found.slice(0, 12).join(', ') || 'nothing'}. ` +
    `Choose the pickle that holds train, valid and test, each with text, audio, vision and labels.`,

  'data.array-shape': (p: { file: string; key: string; found: readonly number[]; expected: string }) =>
    `${p.file}, "${p.key}": found the shape [${p.found.join(', ')}], expected ${p.expected}. Save the array in that shape.`,

  'data.rows-disagree': (p: { file: string; split: string; counts: Readonly<Record<string, number>> }) =>
    `${p.file}, "${p.split}": the arrays have different numbers of rows (${Object.entries(p.counts)
      .map(([key, count]) => `${key} ${count}`)
      .join(', ')}), so it is unknown which belong together. Save them with one row a sample.`,

  'data.duplicate-id': (p: { file: string; split: string; row: number; firstRow: number; id: string; count: number }) =>
    `${p.file}, "${p.split}", row ${p.row}: the id "${p.id}" is that of row ${p.firstRow} already.${more(p.count)} ` +
    `Each sample may occur once; leave it out, or remove one of the rows. Rows count from 0.`,

  'data.id-in-two-splits': (p: {
    file: string;
    id: string;
    first: string;
    firstRow: number;
    second: string;
    row: number;
    count: number;
  }) =>
    `${p.file}: the id "${p.id}" is in two splits, "${p.first}" row ${p.firstRow} and "${p.second}" row ${p.row}.${more(p.count)} ` +
    `A sample may be in one split only; remove one of the rows. Rows count from 0.`,

  'data.score-out-of-range': (p: {
    file: string;
    split: string;
    row: number;
    id: string;
    score: number;
    limit: number;
    count: number;
  }) =>
    `${p.file}, "${p.split}", row ${p.row} ("${p.id}"): the score is ${p.score}, expected a number from -${p.limit} to ${p.limit}.${more(p.count)} ` +
    `Correct the label, or leave the sample out. Rows count from 0.`,

  'data.values-not-finite': (p: {
    file: string;
    modality: string;
    missing: number;
    infinite: number;
    samples: number;
    first: string;
    split: string;
    row: number;
  }) =>
    `${p.file}: ${p.modality} holds ${counted(p.missing, 'missing value')} (NaN) and ${p.infinite} infinite, in ${counted(p.samples, 'sample')} ` +
    `(the first: "${p.first}", "${p.split}" row ${p.row}). They become 0, as the official loaders do with −∞ in sound.`,

  'data.samples-without-text': (p: { file: string; samples: number; first: string; split: string; row: number }) =>
    `${p.file}: ${counted(p.samples, 'sample')} without a word (the first: "${p.first}", "${p.split}" row ${p.row}). Left out, ` +
    `as MultiBench and the CMU SDK do.`,

  'data.samples-at-zero': (p: { file: string; samples: number }) =>
    `${p.file}: ${counted(p.samples, 'sample')} of the score 0, left out as the classes are set. Another setting of scores.zero keeps them.`,

  'data.csd-file-missing': (p: { file: string; field: string }) =>
    `The file ${p.file} does not exist. Name the .csd file of the ${p.field} in the definition.`,

  'data.csd-unreadable': (p: { file: string; reason: string }) =>
    `${p.file} is not a readable .csd file: ${p.reason}. Expected HDF5, as the CMU SDK downloads it. Download the file again.`,

  'data.csd-missing': (p: { file: string; path: string; found: readonly string[] }) =>
    `${p.file} has no ${p.path}; there is ${p.found.slice(0, 12).join(', ') || 'nothing'}. Expected <name>/data/<video>/features and intervals, as the ` +
    `CMU SDK writes them. Download the file again, or choose another.`,

  'data.csd-shape': (p: { file: string; path: string; found: readonly number[]; expected: string }) =>
    `${p.file}, ${p.path}: found the shape [${p.found.join(', ')}], expected ${p.expected}. Download the file again, or choose another.`,

  'data.folds-unreadable': (p: { file: string }) =>
    `${p.file} does not name the videos of each split. Expected lists of ids for train, valid and test, as in cmu_mosei_std_folds.py.`,

  'data.videos-without-split': (p: { file: string; videos: readonly string[] }) =>
    `${p.file}: ${counted(p.videos.length, 'video')} in no split, left out: ${some(p.videos)}. A file of folds can name them.`,

  'data.videos-incomplete': (p: { file: string; videos: readonly string[] }) =>
    `${counted(p.videos.length, 'video')} not in all files, left out as the CMU SDK does: ${some(p.videos)}. ${p.file} lacks the first.`,
} as const;
