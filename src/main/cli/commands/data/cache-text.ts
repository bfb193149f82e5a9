import type { CacheSize } from '../../../../core/contract/data-cache.ts';
import { duration } from '../../progress.ts';
import { table } from '../../table.ts';
import { many } from './report-text.ts';

/** What prepared features take, for people and for machines. */

const FORMS: Readonly<Record<CacheSize['modalities'][number]['form'], string>> = {
  whole: 'as computed',
  float16: 'as float16',
  checked: 'decoded in each epoch, not kept',
};

export function sizeText(size: CacheSize): string {
  const rows = size.modalities.map((one) => [
    ...[one.modality, megabytes(one.bytes), megabytes(one.writtenBytes), megabytes(one.toWriteBytes)],
    ...[String(one.samplesToPrepare), one.seconds === null ? '–' : duration(one.seconds), FORMS[one.form]],
  ]);
  return [
    table(['modality', 'MB', 'there', 'to write', 'samples', 'time', 'kept'], rows),
    `in ${size.folder}${size.freeBytes === null ? '' : `; ${megabytes(size.freeBytes)} MB are free on that disk`}` +
      (size.otherBytes > 0 ? `; ${megabytes(size.otherBytes)} MB there are of other settings or sets` : ''),
    ...(size.hasRoom ? [] : [`There is no room for ${many(toPrepare(size), 'sample')}.`]),
  ].join('\n');
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0);
const toPrepare = ({ modalities }: CacheSize): number =>
  Math.max(0, ...modalities.map(({ samplesToPrepare }) => samplesToPrepare));

/** As machines read it, with the names of all our JSON. */
export const sizeJson = ({ folder, modalities, otherBytes, freeBytes, hasRoom }: CacheSize): Record<string, unknown> => ({
  ...{ folder, other_bytes: otherBytes, free_bytes: freeBytes, has_room: hasRoom },
  modalities: modalities.map(({ writtenBytes, toWriteBytes, samplesToPrepare, ...rest }) => ({
    ...rest,
    ...{ written_bytes: writtenBytes, to_write_bytes: toWriteBytes, samples_to_prepare: samplesToPrepare },
  })),
});
