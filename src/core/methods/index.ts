import { AppError } from '../errors/app-error.ts';
import type { Method } from '../train/method.ts';
import { inforeg } from './inforeg.ts';
import { joint } from './joint.ts';
import { ogm } from './ogm.ts';
import { ogmGe } from './ogm-ge.ts';
import { redreg } from './redreg.ts';
import { uniform } from './uniform.ts';
import { unimodal } from './unimodal.ts';

/** Every method, in the order in which it is shown. One line each. */
export const methods: readonly Method[] = [redreg, inforeg, ogmGe, ogm, uniform, joint, unimodal('audio'), unimodal('video')];

/** What a form offers: all of them, and the other modalities of known data sets alone. A form hides those that its data has not. */
export const offeredMethods: readonly Method[] = [...methods, unimodal('text'), unimodal('vision')];

const ONLY = /^([a-z][a-z0-9-]*)-only$/;

/** The method of an id; `<modality>-only` exists for any modality. Errors: `method.unknown`. */
export function findMethod(id: string): Method {
  const listed = methods.find((method) => method.id === id);
  if (listed) return listed;
  const modality = ONLY.exec(id)?.[1];
  if (modality) return unimodal(modality);
  throw new AppError('method.unknown', { found: id, known: methods.map((method) => method.id) });
}
