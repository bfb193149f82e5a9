import type { Attachment } from 'svelte/attachments';
import type { Pixels } from './pictures.ts';

/** Shows pixels on a canvas in their own size; its style stretches them. */
export function shows(pixels: Pixels): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext('2d')?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
  };
}
