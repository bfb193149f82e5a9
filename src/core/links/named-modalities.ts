import { AppError } from '../errors/app-error.ts';

/**
 * Refuses an option that names a modality which the data set does not have, so that no such setting is silently without effect.
 * `allowed` are names that may be absent: those of the defaults. Errors: `link.unknown-modality`.
 */
export function checkNamed(
  link: string,
  option: string,
  named: readonly string[],
  modalities: readonly string[],
  allowed: readonly string[] = [],
): void {
  const found = named.find((id) => !modalities.includes(id) && !allowed.includes(id));
  if (found !== undefined) throw new AppError('link.unknown-modality', { link, option, found, known: modalities });
}
