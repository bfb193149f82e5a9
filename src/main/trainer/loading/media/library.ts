import { AppError } from '../../../../core/errors/app-error.ts';
import type * as Frames from './frames-of-clip.ts';
import type * as Samples from './samples-of-clip.ts';

/** What reads frames and sound of clips. */
export interface MediaLibrary {
  readonly framesOfClip: typeof Frames.framesOfClip;
  readonly clipSamples: typeof Samples.clipSamples;
  readonly clipSamplesAt: typeof Samples.clipSamplesAt;
}

/**
 * The media libraries, loaded when the first clip is to be opened: sets without clips never need them.
 * Errors: `data.media-library-missing`.
 */
export async function mediaLibrary(): Promise<MediaLibrary> {
  try {
    const [{ framesOfClip }, { clipSamples, clipSamplesAt }] = await Promise.all([
      import('./frames-of-clip.ts'),
      import('./samples-of-clip.ts'),
    ]);
    return { framesOfClip, clipSamples, clipSamplesAt };
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new AppError('data.media-library-missing', { reason }, { cause });
  }
}
