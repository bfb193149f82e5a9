import { basename, dirname, extname, join } from 'node:path';
import { MosiDefinition } from '../../../core/data/mosi.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { fileStats, folderNames } from './files.ts';
import { layoutLoader } from './layout-loader.ts';
import { mosiFinders } from './mosi/finders.ts';
import { mosiList } from './mosi/list.ts';
import { isMmsa, looksLikeSplits } from './mosi/read-splits.ts';
import type { Pickled } from './pickle/numpy-objects.ts';
import { readPickle } from './pickle/read-pickle.ts';

/** As MultiBench and MMSA name them, the aligned before the others; a file of such a name is told where it cannot be read. */
const KNOWN = [
  /^mosi_data\.pkl$/i,
  /^mosi_raw\.pkl$/i,
  /^aligned_50\.pkl$/i,
  /^mosei_senti_data\.pkl$/i,
  /^unaligned_50\.pkl$/i,
  /^mos(i|ei).*\.pkl$/i,
];
const PICKLE = /\.(pkl|pickle)$/i;
/** A folder of more pickles of other names is of another kind. */
const MOST_UNKNOWN = 8;

/** Pickles of a folder in the order in which they are tried. */
function candidates(names: readonly string[]): { known: string[]; others: string[] } {
  const pickles = names.filter((name) => PICKLE.test(name));
  const known = KNOWN.flatMap((pattern) => pickles.filter((name) => pattern.test(name)));
  const others = pickles.filter((name) => !known.includes(name));
  return { known: [...new Set(known)], others: others.length > MOST_UNKNOWN ? [] : others };
}

/** What is beside the pickles of a folder that holds nothing else. */
const BESIDE = /^(\.|readme|licen[cs]e|dataset\.json$)/i;

/** What a pickle holds; null where it cannot be read and its name does not say that it should be. */
function tryPickle(file: string, isExpected: boolean): Pickled {
  try {
    return readPickle(file);
  } catch (error) {
    if (isExpected || !(error instanceof AppError)) throw error;
    return null;
  }
}

const definitionOf = (root: string, file: string, name: string, found: Pickled): MosiDefinition =>
  MosiDefinition.parse({
    layout: 'mosi',
    name,
    root,
    file,
    ...(isMmsa(found) ? { padding: 'stored', withoutText: 'keep' } : {}),
  });

const MISSING = { missing: ['a pickle with train, valid and test, such as mosi_data.pkl or aligned_50.pkl'] } as const;

/** Reads pickles of CMU-MOSI and CMU-MOSEI as MultiBench and MMSA make them (methods.md 5.5). */
export const mosiLoader = layoutLoader<MosiDefinition>({
  detect(path) {
    const isFile = fileStats(path)?.isFile() === true;
    if (isFile && !PICKLE.test(path)) return Promise.resolve(MISSING);
    const root = isFile ? dirname(path) : path;
    const names = isFile ? [basename(path)] : (folderNames(path) ?? []).filter((name) => !BESIDE.test(name));
    const { known, others } = candidates(names);
    // Where there is nothing but pickles, they are meant, whatever their names.
    const isOnly = names.every((name) => PICKLE.test(name));
    const name = isFile ? basename(path, extname(path)) : basename(path);
    for (const file of [...known, ...others]) {
      const found = tryPickle(join(root, file), isOnly || known.includes(file));
      if (looksLikeSplits(found)) return Promise.resolve(definitionOf(root, file, name, found));
    }
    return Promise.resolve(MISSING);
  },
  list: mosiList,
  finders: mosiFinders,
});
