import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { outliveReader } from '../../../src/main/cli/outlive-reader.ts';

test('a closed terminal or pipe ends no command; any other fault of a stream still does', () => {
  const stream = new EventEmitter();
  outliveReader(stream);
  const fault = (code: string) => Object.assign(new Error(code), { code });
  for (const code of ['EIO', 'EPIPE']) expect(() => stream.emit('error', fault(code))).not.toThrow();
  expect(() => stream.emit('error', fault('ENOSPC'))).toThrow('ENOSPC');
});
