/**
 * Tells people what making a pack does, with the time left where it is known.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {() => number} [now]
 * @returns {(event: import('../pack/types.d.mts').Progress) => void}
 */
export function packReporter(progress, now = Date.now) {
  let current = '';
  let startedAt = 0;
  const enter = (/** @type {string} */ title) => {
    if (title === current) return;
    [current, startedAt] = [title, now()];
    progress.step(title);
  };
  return (event) => {
    switch (event.step) {
      case 'wait':
        return enter(`TensorFlow: another set-up (process ${event.pid}) is getting it; waiting for that one`);
      case 'download':
        enter(`TensorFlow: downloading ${megabytes(event.totalBytes)}`);
        return progress.update(`${event.what}, ${shareOf(event)}${timeLeft(event, now() - startedAt)}`);
      case 'unpack':
        enter(`TensorFlow: unpacking ${event.what}`);
        return progress.update(`${shareOf(event)}${timeLeft(event, now() - startedAt)}`);
      case 'compile':
        return enter(
          `TensorFlow: compiling its binding with ${event.compiler} (${event.compiler.startsWith('zig') ? 'a minute or two' : 'about 15 s'})`,
        );
      case 'check':
        return enter('TensorFlow: loading it once');
      case 'done':
        return event.made ? progress.note(`TensorFlow is ready in ${event.folder}`) : undefined;
    }
  };
}

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** @param {{ doneBytes: number, totalBytes: number }} event */
const shareOf = ({ doneBytes, totalBytes }) => `${Math.round(doneBytes / 1e6)} of ${megabytes(totalBytes)}`;

/**
 * @param {{ doneBytes: number, totalBytes: number }} event
 * @param {number} spentMs
 */
function timeLeft({ doneBytes, totalBytes }, spentMs) {
  if (spentMs < 1000 || doneBytes === 0) return '';
  const seconds = Math.ceil(((spentMs / 1000) * (totalBytes - doneBytes)) / doneBytes);
  return seconds < 100 ? `, about ${seconds} s left` : `, about ${Math.ceil(seconds / 60)} min left`;
}
