import type { Picture } from '../../../../core/data/image/resize.ts';
import { AV_PIX_FMT_RGB24, SoftwareScaleContext, SWS_BICUBIC, type Frame } from './libav.ts';

/** Rows are written in groups of pixels; a tighter row would lose its last ones. */
const ALIGNED_PIXELS = 32;

/** The first `width` pixels of each row, one after the other. */
function withoutPadding(padded: Uint8Array, stride: number, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) pixels.set(padded.subarray(y * stride, y * stride + width * 3), y * width * 3);
  return pixels;
}

/**
 * Turns decoded frames into red, green and blue, as OpenCV 4 does: the same library with the same flags, colours by ITU-R BT.601 whatever
 * the file says. (OpenCV 5 follows what the file says.)
 */
export class ToPicture {
  #context: SoftwareScaleContext | null = null;
  #form = '';

  /** The pixels of a frame, copied. Shapes: → [height, width, 3]. */
  convert(frame: Frame): Picture {
    const { width, height } = frame;
    const stride = Math.ceil(width / ALIGNED_PIXELS) * ALIGNED_PIXELS * 3;
    const padded = Buffer.alloc(stride * height);
    this.#contextFor(frame).scaleSync(frame.data ?? [], frame.linesize, 0, height, [padded], [stride]);
    return { width, height, channels: 3, pixels: withoutPadding(padded, stride, width, height) };
  }

  close(): void {
    this.#context?.freeContext();
    this.#context = null;
  }

  /** Frames of one clip may change their size. */
  #contextFor({ width, height, format }: Frame): SoftwareScaleContext {
    const form = [width, height, format].join();
    if (this.#context && form === this.#form) return this.#context;
    this.close();
    this.#context = new SoftwareScaleContext();
    this.#context.getContext(width, height, format as never, width, height, AV_PIX_FMT_RGB24, SWS_BICUBIC);
    this.#form = form;
    return this.#context;
  }
}
