import type { ListEntry } from '../list.ts';
import type { Report } from '../report.ts';
import { csvRows } from './csv-rows.ts';
import { listEntries, type ListLine } from './entries.ts';
import { listText, numberedLines } from './list-text.ts';

/** `Category&VideoID&Quality&StartTime&EndTime`. */
function annotationLine({ line, text }: { line: number; text: string }): ListLine {
  const [label = '', stem = '', ...rest] = text.split('&').map((field) => field.trim());
  return { line, text, said: rest.length === 0 ? null : { stem, label } };
}

const commaLine = ({ line, fields }: { line: number; fields: readonly string[] }): ListLine => ({
  line,
  text: fields.join(','),
  said: fields.length < 2 ? null : { label: fields[0] ?? '', stem: fields[1] ?? '' },
});

/**
 * The entries of an AVE list in either of its forms, told by its first line: the data set's own
 * `Category&VideoID&Quality&StartTime&EndTime` (`trainSet.txt`, with or without that line above), or `class,id` as `AVDataset` of the
 * OGM-GE repository reads `my_train.txt`. A clip that stands in several lines has the label of the last of them.
 *
 * Source: methods.md 5.4. Errors: `data.list-not-utf8`, and those of `listEntries`.
 */
export function parseAveList(list: string, bytes: Uint8Array, report?: Report): ListEntry[] {
  const text = listText(list, bytes);
  const lines = numberedLines(text);
  const isAnnotation = lines[0]?.text.includes('&') ?? false;
  const body = isAnnotation && /^Category&/i.test(lines[0]?.text ?? '') ? lines.slice(1) : lines;
  return listEntries(list, isAnnotation ? body.map(annotationLine) : csvRows(text).map(commaLine), {
    form: isAnnotation ? 'Category&VideoID&Quality&StartTime&EndTime' : 'class,id',
    repeated: 'last',
    report,
  });
}

/** Class names of `stat.txt`: the first field of each line, sorted, as `AVDataset` numbers them. Errors: `data.list-not-utf8`. */
export const parseAveClasses = (list: string, bytes: Uint8Array): string[] => [
  ...new Set(
    csvRows(listText(list, bytes))
      .map(({ fields }) => fields[0] ?? '')
      .filter((name) => name !== '')
      .sort(),
  ),
];
