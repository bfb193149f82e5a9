// Gives a child process what a utility process of Electron has: `process.parentPort`, and no channel of Node's own. Threads of the child
// load this file too, and have neither.
import { EventEmitter } from 'node:events';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const send = process.send.bind(process);
  const port = Object.assign(new EventEmitter(), { postMessage: (message) => send(message) });
  port.once('newListener', () => process.on('message', (data) => port.emit('message', { data })));
  process.on('disconnect', () => process.exit(0)); // Electron ends it with its host
  Object.defineProperty(process, 'parentPort', { value: port });
  Object.defineProperty(process, 'send', { value: undefined });
}
