import type { z } from 'zod';
import { app } from './app.ts';
import { data } from './data.ts';
import { engine } from './engine.ts';
import { files } from './files.ts';
import { geometry } from './geometry.ts';
import { methodCalls } from './methods.ts';
import { queue } from './queue.ts';
import { runs } from './runs.ts';
import { series } from './series.ts';
import { settings } from './settings.ts';

/**
 * The one list of what may cross between a host and its pages, one file a subject. Types, checks, handlers, preload, web socket
 * and client come from it.
 */
export const contract = {
  ...app,
  ...data,
  ...engine,
  ...files,
  ...geometry,
  ...methodCalls,
  ...queue,
  ...runs,
  ...series,
  ...settings,
} as const;

type Contract = typeof contract;
type OfKind<K extends string> = { [N in keyof Contract]: Contract[N]['kind'] extends K ? N : never }[keyof Contract];
type Call<N extends CallName> = Extract<Contract[N], { kind: 'call' }>;
type Event<N extends EventName> = Extract<Contract[N], { kind: 'event' }>;

export type CallName = OfKind<'call'>;
export type EventName = OfKind<'event'>;
/** What a page sends; defaults may be left out. */
export type Request<N extends CallName> = z.input<Call<N>['input']>;
/** What a handler gets: checked, defaults filled in. */
export type Checked<N extends CallName> = z.output<Call<N>['input']>;
/** What a handler gives. */
export type Result<N extends CallName> = z.input<Call<N>['output']>;
/** What a page gets. */
export type Answer<N extends CallName> = z.output<Call<N>['output']>;
export type Payload<N extends EventName> = z.output<Event<N>['payload']>;

/** One function per call of the contract; a missing or mistyped one does not compile. */
export type Handlers = { readonly [N in CallName]: (request: Checked<N>) => Result<N> | Promise<Result<N>> };

/** How a host tells all its pages of an event. */
export type Emit = <N extends EventName>(name: N, payload: Payload<N>) => void;

export const callNames: readonly CallName[] = namesOf('call');
export const eventNames: readonly EventName[] = namesOf('event');

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(contract, name) && contract[name as keyof Contract].kind === 'call';
}

function namesOf<K extends 'call' | 'event'>(kind: K): OfKind<K>[] {
  return Object.entries(contract).flatMap(([name, message]) => (message.kind === kind ? [name as OfKind<K>] : []));
}
