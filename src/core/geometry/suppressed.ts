import { type GeometryRecord, normOf } from './record.ts';

/** Links that change the gradient of every encoder alike and hold none of them back. */
const EVEN_HANDED = ['gradient-noise'];

/** Whether a method held this encoder back in this step: a link that regulates one modality changed its gradient. */
export const isSuppressed = (record: Pick<GeometryRecord, 'vectors' | 'gram'>): boolean =>
  record.vectors.some((name) => {
    const [kind, link] = name.split('/');
    return kind === 'applied' && link !== undefined && !EVEN_HANDED.includes(link) && normOf(record, name) > 0;
  });
