import { basename } from 'node:path';
import { MosiSdkDefinition } from '../../../core/data/mosi-sdk.ts';
import { folderNames } from './files.ts';
import { layoutLoader } from './layout-loader.ts';
import { mosiSdkFinders } from './mosi-sdk/finders.ts';
import { mosiSdkList } from './mosi-sdk/list.ts';

/** Names as the SDK gives them, the preferred before the others; what pauses between words have vectors for comes last. */
const FILES = {
  text: [/WordVectors(?!.*SP).*\.csd$/i, /Glove(?!.*SP).*\.csd$/i, /(WordVectors|Glove).*\.csd$/i],
  audio: [/COVAREP.*\.csd$/i, /OpenSmile.*\.csd$/i],
  vision: [/Facet_?42.*\.csd$/i, /Facet.*\.csd$/i, /OpenFace_?2.*\.csd$/i, /OpenFace.*\.csd$/i],
  labels: [/Opinion_?Labels.*\.csd$/i, /Labels.*\.csd$/i],
} as const;
const WORDS = /TimestampedWords\.csd$/i;
const FOLDS = /std_folds\.(py|json)$/i;
const MISSING: Readonly<Record<keyof typeof FILES, string>> = {
  text: '*WordVectors.csd',
  audio: '*COVAREP.csd',
  vision: '*Facet*.csd',
  labels: '*Labels.csd',
};

function firstMatch(names: readonly string[], patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = names.find((name) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return null;
}

/** Reads the CMU SDK's .csd files (methods.md 5.5). */
export const mosiSdkLoader = layoutLoader<MosiSdkDefinition>({
  detect(folder) {
    const names = folderNames(folder) ?? [];
    const entries = Object.entries(FILES).map(([id, patterns]) => [id, firstMatch(names, patterns)] as const);
    const missing = entries.flatMap(([id, name]) => (name === null ? [MISSING[id as keyof typeof FILES]] : []));
    if (missing.length > 0) return Promise.resolve({ missing });
    const [words, folds] = [names.find((name) => WORDS.test(name)), names.find((name) => FOLDS.test(name))];
    return Promise.resolve(
      MosiSdkDefinition.parse({
        layout: 'mosi-sdk',
        name: basename(folder),
        root: folder,
        ...Object.fromEntries(entries),
        ...(words === undefined ? {} : { words }),
        ...(folds === undefined ? {} : { folds }),
      }),
    );
  },
  list: mosiSdkList,
  finders: mosiSdkFinders,
});
