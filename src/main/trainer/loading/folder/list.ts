import { join } from 'node:path';
import { byNumberThenName } from '../../../../core/data/classes.ts';
import { folderModalities, type FolderDefinition } from '../../../../core/data/folder.ts';
import { isNameWithin, parseList, type ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import type { ValidationSplit } from '../../../../core/data/settings.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { dividedSet } from '../clips/divided-set.ts';
import { stemOf } from '../clips/named-files.ts';
import { reported } from '../layout-loader.ts';
import { checkFolder } from '../official/read-list.ts';
import type { ListedSet } from '../scanned-set.ts';
import { ENDINGS, foldersIn, namesIn, partsOf, type Part } from './parts.ts';

/** Samples of the folders of classes in a part, or in a folder of it. Errors: `data.no-files`. */
function classEntries({ folder, kind }: Part, within: string): ListEntry[] {
  const parent = join(folder, within);
  const entries = foldersIn(parent).flatMap((label) =>
    namesIn(join(parent, label), kind).map((name) => ({
      stem: [within, label, name].filter(Boolean).join('/'),
      label,
      list: join(parent, label),
      line: 0,
    })),
  );
  if (entries.length === 0)
    throw new AppError('data.no-files', { folder: parent, expected: `class folder with a ${WORDS[kind]}` });
  return entries;
}

const WORDS: Readonly<Record<Part['kind'], string>> = {
  clip: 'video',
  wav: 'wav file',
  pictures: 'folder of pictures',
  picture: 'picture',
  array: '.npy file',
};

/** A list whose names may lie in folders and may have an ending: `dog/clip_7.mp4,dog`. */
const parse: typeof parseList = (list, bytes, report) =>
  parseList(list, bytes, report, isNameWithin).map((entry) => ({ ...entry, stem: withoutEnding(entry.stem) }));

const withoutEnding = (stem: string): string =>
  Object.values(ENDINGS).some((ending) => ending.test(stem)) ? stemOf(stem) : stem;

/** Classes and splits of a folder of one's own. */
export async function folderList(definition: FolderDefinition, report?: Report): Promise<ListedSet | null> {
  const { root, test, classes, validation, leaveOut, speakerField } = definition;
  if ((await checkFolder(root, '', 'root', report)) === null) return null;
  const [leading] = partsOf(definition);
  if (!leading) return reported(report, { field: 'sound' }, () => Promise.reject(new AppError('data.nothing-chosen', {})));
  const ids = folderModalities(definition).map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    return reported(report, { field: 'sequences' }, () => Promise.reject(new AppError('data.modality-twice', { id: twice })));
  const entries = (within: string, field: string): Promise<ListEntry[] | null> =>
    reported(report, { field }, () => classEntries(leading, within));
  const folders =
    test.kind === 'folders'
      ? { train: await entries(test.train, 'test.train'), test: await entries(test.test, 'test.test') }
      : null;
  const held = validation.kind === 'folder' ? await entries(validation.folder, 'validation.folder') : null;
  const all = test.kind === 'share' || test.kind === 'speaker' ? await entries('', leading.field) : [];
  if (all === null || (folders && (folders.train === null || folders.test === null))) return null;
  const labels = [...new Set([...all, ...(folders?.train ?? []), ...(folders?.test ?? [])].map(({ label }) => label))];
  return dividedSet(
    {
      root,
      settings: {
        classes: classes.length > 0 ? classes : labels.sort(byNumberThenName),
        validation: asList(validation),
        leaveOut,
      },
      test: test.kind === 'folders' ? { kind: 'share', share: 0.5, seed: 0 } : test,
      all,
      parse,
      ...(folders?.train && folders.test ? { given: { train: folders.train, test: folders.test } } : {}),
      ...(held ? { held } : {}),
      speakerOf: (stem) => (speakerField === undefined ? null : speakerOf(stem, speakerField)),
    },
    report,
  );
}

/** A folder for validation is a list that is known already. */
const asList = (validation: FolderDefinition['validation']): ValidationSplit =>
  validation.kind === 'folder' ? { kind: 'list', file: validation.folder } : validation;

/** A part of the file's own name. */
const speakerOf = (stem: string, field: number): string | null => stem.split('/').at(-1)?.split('_')[field] || null;
