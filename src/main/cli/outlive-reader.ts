/** What a stream says whose reader is gone: a terminal that was closed, a pipe whose other end has left. */
const NO_READER = ['EIO', 'EPIPE'];

/**
 * Lets a command go on when nobody reads what it writes any more: a run whose terminal closes has yet to be saved. Without this the
 * next word to the terminal would end the process, and the training with it.
 */
export function outliveReader(stream: NodeJS.EventEmitter): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!NO_READER.includes(error.code ?? '')) throw error;
  });
}
