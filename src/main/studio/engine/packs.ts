import { inspectPack } from '../../../../scripts/pack/find-pack.mjs';
import { recipeOf } from '../../../../scripts/pack/recipe.mjs';
import type { FindOptions, PackKind } from '../../../../scripts/pack/types.d.mts';
import type { Result } from '../../../core/contract/index.ts';

type PackStatus = Result<'engine.status'>['packs'][number];

const KINDS: readonly PackKind[] = ['cpu', 'gpu'];

/** Both TensorFlow packs as they are on this machine. */
export const listPacks = (options: FindOptions = {}): Promise<PackStatus[]> =>
  Promise.all(KINDS.map((kind) => statusOf(kind, options)));

async function statusOf(kind: PackKind, options: FindOptions): Promise<PackStatus> {
  const found = await inspectPack(kind, options);
  const wheels = recipeOf(kind, options)?.wheels ?? [];
  const sum = (of: (wheel: (typeof wheels)[number]) => number): number => wheels.reduce((total, wheel) => total + of(wheel), 0);
  const common = {
    kind,
    state: found.state,
    isReady: found.state === 'ready',
    folder: 'folder' in found ? found.folder : '',
    problems: found.state === 'damaged' ? [...found.problems] : [],
    downloadBytes: sum(({ bytes }) => bytes),
    diskBytes: sum(({ unpackedBytes }) => unpackedBytes),
  };
  if (found.state !== 'ready') return { ...common, version: null, bytes: null };
  const { files, tensorflow } = found.pack.manifest;
  return { ...common, version: tensorflow, bytes: files.reduce((total, { bytes }) => total + bytes, 0) };
}
