import { untrack } from 'svelte';
import type { AppInfo } from '../../core/contract/app.ts';
import type { Client } from '../../core/contract/client.ts';
import type { Host } from '../api.ts';
import { comparedRuns, routeOf, type Route } from '../routes.ts';
import { Commands } from './commands.svelte.ts';
import { Confirmations, type Question } from './confirmations.svelte.ts';
import { Live, type Problem } from './live.svelte.ts';
import { Queue } from './queue.svelte.ts';
import { comparisonsIn, COMPARISONS_SETTING, withComparison } from './recent-comparisons.ts';
import { Settings } from './settings.svelte.ts';
import { theme, type MotionChoice, type ThemeChoice } from './theme.svelte.ts';
import { Toasts } from './toasts.ts';
import { UndoStack, type Undoable } from './undo-stack.ts';

/**
 * The state of the whole page. The address after `#` says what is shown, so that going back, reloading and links work as
 * everywhere; what the host says has changed is asked for again.
 */
export class Studio {
  readonly client: Client;
  readonly info: Live<AppInfo>;
  readonly queue: Queue;
  readonly settings: Settings;
  readonly toasts = new Toasts();
  readonly undo = new UndoStack();
  readonly commands = new Commands();
  readonly confirmations = new Confirmations();
  #route = $state.raw<Route>(routeOf(window.location.hash));
  #isConnected = $state(true);
  #now = $state(Date.now());
  readonly #host: Host;
  #hasToldOfSettings = false;

  constructor(host: Host) {
    this.#host = host;
    this.client = host.client;
    this.info = new Live(() => host.client.call('app.info', {}));
    this.queue = new Queue(host.client);
    this.settings = new Settings(host.client, (problem) => this.#tellOfSettings(problem));
  }

  get route(): Route {
    return this.#route;
  }
  get isConnected(): boolean {
    return this.#isConnected;
  }
  /** Milliseconds since 1970, good enough for "5 minutes ago". */
  get now(): number {
    return this.#now;
  }

  /** Goes to an address such as `#/runs`. `replace`: the way back leads past the address that is shown now. */
  navigate(hash: string, { replace = false } = {}): void {
    const address = hash.startsWith('#') ? hash : `#${hash}`;
    if (!replace) window.location.hash = address;
    else {
      window.history.replaceState(null, '', address);
      this.#follow();
    }
  }

  confirm(question: Question): Promise<boolean> {
    return this.confirmations.ask(question);
  }

  /** Does what can fail for reasons that are told in a toast; null where it failed. */
  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (thrown) {
      this.toasts.failed(thrown);
      return null;
    }
  }

  /** Remembers what was just done, and tells of it with a button that takes it back. */
  did(step: Undoable): void {
    this.undo.push(step);
    this.toasts.show({ text: step.text, undo: () => this.undo.undoOnly(step) });
  }

  async undoLast(): Promise<void> {
    const step = await this.attempt(() => this.undo.undo());
    if (step !== null) this.toasts.show({ text: `Taken back: ${step.text}` });
  }

  async redoLast(): Promise<void> {
    const step = await this.attempt(() => this.undo.redo());
    if (step !== null) this.toasts.show({ text: `Done again: ${step.text}` });
  }

  /** Begins to listen to host, address, keyboard and clock. Gives the function that ends it. */
  start(): () => void {
    const follow = (): void => this.#follow();
    const clock = setInterval(() => (this.#now = Date.now()), 10_000);
    window.addEventListener('hashchange', follow);
    const { client } = this.#host;
    const endings = [
      client.on('app.changed', () => void this.info.refresh()),
      // The menu of a window.
      client.on('app.navigate', ({ hash }) => this.navigate(hash)),
      client.on('app.command', ({ id }) => this.commands.all.findLast((command) => command.id === id)?.run()),
      client.on('queue.changed', () => void this.queue.refresh()),
      client.on('queue.progress', (progress) => this.queue.got(progress)),
      client.on('settings.changed', ({ name }) => this.settings.changed(name)),
      this.#host.onConnection((isOpen) => this.#connection(isOpen)),
      this.commands.listen(),
      () => window.removeEventListener('hashchange', follow),
      () => clearInterval(clock),
    ];
    follow();
    this.#refresh();
    return () => endings.forEach((end) => end());
  }

  /** Puts theme and motion of the settings on the page (reactive: call it in an effect). */
  applyTheme(): void {
    theme.apply(
      this.settings.get<ThemeChoice>('theme', 'system', oneOf('system', 'light', 'dark')),
      this.settings.get<MotionChoice>('motion', 'system', oneOf('system', 'reduced')),
    );
  }

  #connection(isOpen: boolean): void {
    const wasLost = !this.#isConnected;
    this.#isConnected = isOpen;
    if (!isOpen || !wasLost) return;
    this.settings.refresh();
    this.#refresh();
  }

  #refresh(): void {
    this.#now = Date.now();
    void this.info.refresh();
    void this.queue.refresh();
  }

  #follow(): void {
    this.#route = routeOf(window.location.hash);
  }

  /** Keeps in mind which runs are looked at side by side (reactive: call it in an effect). */
  rememberComparison(): void {
    if (this.#route.page !== 'Compare' || !this.settings.isLoaded(COMPARISONS_SETTING)) return;
    const runs = comparedRuns(this.#route.query);
    if (runs.length < 2) return;
    const kept = untrack(() => comparisonsIn(this.settings.get<unknown>(COMPARISONS_SETTING, [])));
    if (kept[0]?.runs.join() !== runs.join()) this.settings.set(COMPARISONS_SETTING, withComparison(kept, runs, Date.now()));
  }

  /** Once: a library that cannot be written refuses every setting. */
  #tellOfSettings({ code, message }: Problem): void {
    if (this.#hasToldOfSettings || code === 'host.gone' || this.info.value?.readOnly != null) return;
    this.#hasToldOfSettings = true;
    this.toasts.show({ text: `Settings are not kept: ${message}`, tone: 'bad' });
  }
}

const oneOf =
  <T extends string>(...choices: readonly T[]) =>
  (value: unknown): value is T =>
    (choices as readonly unknown[]).includes(value);
