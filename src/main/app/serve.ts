import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { callNames, type Handlers } from '../../core/contract/index.ts';
import { answer, toReply } from '../../core/contract/reply.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { logFault } from './log.ts';

/** The preload reaches only channels with this prefix; it must be the same there. */
export const channelOf = (name: string): string => `app:${name}`;

/** Answers the calls of the contract, for the main frame of our own page alone. */
export function serve(ipc: Pick<IpcMain, 'handle'>, handlers: Handlers, pagePrefix: string): void {
  for (const name of callNames) {
    ipc.handle(channelOf(name), (event, payload: unknown) =>
      toReply(() => {
        checkSender(event, name, pagePrefix);
        return answer(handlers, name, payload);
      }, logFault),
    );
  }
}

/** A frame that has gone meanwhile is null. */
function checkSender({ senderFrame: frame }: IpcMainInvokeEvent, call: string, pagePrefix: string): void {
  const isTrusted = frame !== null && frame.parent === null && frame.url.startsWith(pagePrefix);
  if (!isTrusted) throw new AppError('ipc.untrusted-sender', { call, url: frame?.url ?? 'a frame that is gone' });
}
