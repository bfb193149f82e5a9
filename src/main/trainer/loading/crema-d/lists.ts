import { resolve } from 'node:path';
import { cremaDSamples, speakerOfStem, type CremaDDefinition, type CremaDLists } from '../../../../core/data/crema-d.ts';
import { parseList, type ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileBytes, fileStats } from '../files.ts';
import { reported } from '../layout-loader.ts';
import type { ListedSet } from '../scanned-set.ts';

async function readList(file: string, report?: Report): Promise<ListEntry[]> {
  if (!fileStats(file)) throw new AppError('data.list-missing', { file });
  return parseList(file, await fileBytes(file), report);
}

/** All lists as they are. Errors: `data.folder-missing`, those of the lists. */
export async function readLists(definition: CremaDDefinition): Promise<CremaDLists> {
  const { root, trainList, testList, validation } = definition;
  checkRoot(root);
  return {
    train: await readList(resolve(root, trainList)),
    test: await readList(resolve(root, testList)),
    validation: validation.kind === 'list' ? await readList(resolve(root, validation.file)) : null,
  };
}

function checkRoot(root: string): void {
  if (!fileStats(root)?.isDirectory()) throw new AppError('data.folder-missing', { folder: root });
}

/** The list of a field, its bad lines reported and left out; null where there is no such list or it cannot be read at all. */
const tryList = (root: string, name: string, field: string, report: Report): Promise<ListEntry[] | null> =>
  reported(report, { field }, () => readList(resolve(root, name), (problem) => report(problem, { field })));

/** Classes and splits as far as the lists can be read. With `report` all that is wrong in them is told beside its field. */
export async function cremaDList(definition: CremaDDefinition, report?: Report): Promise<ListedSet | null> {
  const speakerOf = (stem: string): string | null => speakerOfStem(stem, definition.speakerField);
  if (!report) return { ...cremaDSamples(definition, await readLists(definition)), speakerOf };
  const samples = await readableSamples(definition, report);
  return samples && { ...samples, speakerOf };
}

async function readableSamples(definition: CremaDDefinition, report: Report): Promise<ReturnType<typeof cremaDSamples> | null> {
  const { root, trainList, testList, validation } = definition;
  const isThere = await reported(report, { field: 'root' }, () => {
    checkRoot(root);
    return true;
  });
  if (isThere === null) return null;
  const train = await tryList(root, trainList, 'trainList', report);
  const test = await tryList(root, testList, 'testList', report);
  const held = validation.kind === 'list' ? await tryList(root, validation.file, 'validation.file', report) : null;
  if (train === null) return null;
  const isLost = validation.kind === 'list' && held === null;
  const readable: CremaDDefinition = isLost ? { ...definition, validation: { kind: 'none' } } : definition;
  return samplesOf(readable, { train, test: test ?? [], validation: held }, report);
}

/** Where the validation setting is what cannot be, the set is the one without it. */
function samplesOf(definition: CremaDDefinition, lists: CremaDLists, report: Report): ReturnType<typeof cremaDSamples> | null {
  const found: Parameters<Report>[] = [];
  try {
    const samples = cremaDSamples(definition, lists, (...problem) => void found.push(problem));
    for (const problem of found) report(...problem);
    return samples;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isPlain = definition.validation.kind === 'none';
    report(error, { field: isPlain ? 'trainList' : fieldOf(error) });
    return isPlain ? null : samplesOf({ ...definition, validation: { kind: 'none' } }, { ...lists, validation: null }, report);
  }
}

const fieldOf = ({ code }: AppError): string => (code === 'data.speaker-missing' ? 'speakerField' : 'validation');
