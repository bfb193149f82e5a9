import type { ListPosition } from './data.ts';

/** Lines count from 1; 0 where files are found in folders and no list names them. */
const at = ({ list, line }: ListPosition): string => (line > 0 ? `(named in ${list}, line ${line})` : `(found in ${list})`);
const more = (count: number, what: string): string => (count > 1 ? ` ${count - 1} more ${what} like it.` : '');

/** Kinetics-Sounds, VGGSound and AVE: their lists, their prepared features, and what their loaders leave out. */
export const dataKinetics = {
  'data.list-bad-row': (p: { file: string; line: number; text: string; form: string }) =>
    `${p.file}, line ${p.line}: found ${JSON.stringify(p.text)}, expected ${p.form}, with a name that is a plain file name. Correct or remove the line.`,

  'data.list-without-rows': (p: { file: string; form: string }) =>
    `The list ${p.file} names no sample. Expected one a line: ${p.form}.`,

  'data.list-without-split': (p: { file: string; split: string }) =>
    `The list ${p.file} marks no line with "${p.split}". Expected id,start,label,split with "train" and "test" in the last column.`,

  'data.label-out-of-range': (p: { file: string; line: number; label: string; classes: number }) =>
    `${p.file}, line ${p.line}: the label ${p.label} is no class: there are ${p.classes}, numbered from 0 to ${p.classes - 1}. ` +
    `Correct the line, or name all classes under "classes" in a dataset.json.`,

  'data.repeated-stem': (p: { file: string; line: number; firstLine: number; stem: string; label: string; firstLabel: string }) =>
    `${p.file}: "${p.stem}" stands in line ${p.firstLine} as ${p.firstLabel} and in line ${p.line} as ${p.label}. The last line counts, as in the official loader.`,

  'data.clip-left-out': (p: ListPosition & { stem: string; reason: string }) =>
    `"${p.stem}" ${at(p)} is left out, as the official loader does: ${p.reason}. To use it, add what is missing.`,

  'data.clips-left-out': (p: { split: string; count: number; total: number; reasons: readonly string[] }) =>
    `${p.count} of the ${p.total} clips of the ${p.split} list ${p.count === 1 ? 'is' : 'are'} left out, as the official loader does: ${p.reasons.join('; ')}. Each of them is told too.`,

  'data.all-left-out': (p: { split: string; list: string; count: number; reasons: readonly string[] }) =>
    `None of the ${p.count} clips of ${p.list} can be used for ${p.split}: ${p.reasons.join('; ')}. Check the folders that the definition names.`,

  'data.clip-name-twice': (p: { stem: string; file: string; other: string }) =>
    `Two clips are named "${p.stem}": ${p.other} and ${p.file}. Each name may occur once; rename or remove one of them.`,

  'data.missing-features': (p: ListPosition & { file: string; count: number }) =>
    `The features ${p.file} ${at(p)} do not exist.${more(p.count, 'files')} Add the file or remove the line.`,

  'data.features-shape': (
    p: ListPosition & { file: string; found: readonly number[]; expected: readonly number[]; count: number },
  ) =>
    `The features ${p.file} ${at(p)} have the shape [${p.found.join(', ')}], expected [${p.expected.join(', ')}].${more(p.count, 'files')} ` +
    `Make them anew, change the shape in the definition, or leave the sample out.`,

  'data.features-not-finite': (p: ListPosition & { file: string; values: number; total: number }) =>
    `The features ${p.file} ${at(p)} hold ${p.values} values of ${p.total} that are not numbers (NaN or infinite). Make them anew, or leave the sample out.`,

  'data.missing-frame': (p: ListPosition & { file: string; count: number }) =>
    `The frame ${p.file} ${at(p)} does not exist, though there are later ones.${more(p.count, 'clips')} Extract the frames again, or leave the sample out.`,
} as const;
