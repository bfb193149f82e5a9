import type { Client } from '../../core/contract/client.ts';
import type { DataProblem, DataReport, LayoutCandidate } from '../../core/contract/data.ts';
import { RemoteError } from '../../core/contract/client.ts';
import { problemOf, type Problem } from '../state/live.svelte.ts';
import { DataJob } from './data-job.svelte.ts';
import { errorsByField, unique } from '../../core/data/problem-text.ts';
import { asValues, changed, type Values } from './schema-form.ts';

/** How long after the last key a definition is looked at. */
const PAUSE_MS = 350;

/** A definition that is being written: what it says, what is wrong with it, and what a look at the files finds. */
export class DataEditor {
  #definition = $state.raw<Values | null>(null);
  /** The newest that fits its schema, for previews. */
  #usable = $state.raw<Values | null>(null);
  #report = $state.raw<DataReport | null>(null);
  #found = $state.raw<DataReport['found']>(null);
  #guessed = $state.raw<readonly DataProblem[]>([]);
  /** What preparing met: a check does not decode. */
  #atFault = $state.raw<readonly DataProblem[]>([]);
  #candidates = $state.raw<readonly LayoutCandidate[]>([]);
  /** The folder that was last looked into. */
  #looked = $state('');
  #problem = $state.raw<Problem | null>(null);
  #isDetecting = $state(false);
  #kept = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #client: Client;
  readonly job: DataJob;

  constructor(client: Client) {
    this.#client = client;
    this.job = new DataJob(client);
  }

  /** Null until a folder was chosen. */
  get definition(): Values | null {
    return this.#definition;
  }
  get usable(): Values | null {
    return this.#usable;
  }
  get report(): DataReport | null {
    return this.#report;
  }
  /** What the files hold; of the definition before, while this one does not fit its schema. */
  get found(): DataReport['found'] {
    return this.#found;
  }
  /** Why nothing could be found out at all. */
  get problem(): Problem | null {
    return this.#problem;
  }
  get isDetecting(): boolean {
    return this.#isDetecting;
  }
  get hasChanges(): boolean {
    return this.#definition !== null && JSON.stringify(this.#definition) !== this.#kept;
  }
  get root(): string {
    const root = this.#definition?.['root'];
    return typeof root === 'string' ? root : '';
  }
  get name(): string {
    const name = this.#definition?.['name'];
    return typeof name === 'string' ? name : '';
  }
  get layout(): string {
    const layout = this.#definition?.['layout'];
    return typeof layout === 'string' ? layout : '';
  }
  /** What the folder has for each layout; none where it was not looked into. */
  get candidates(): readonly LayoutCandidate[] {
    return this.#looked === '' || (this.#definition !== null && this.#looked !== this.root) ? [] : this.#candidates;
  }
  /** Why the folder is in no layout: there is nothing to edit yet. */
  get unfit(): readonly DataProblem[] {
    return this.#definition === null ? this.#guessed : [];
  }
  get leftOut(): readonly string[] {
    return (this.#definition?.['leaveOut'] as string[] | undefined) ?? [];
  }
  get problems(): readonly DataProblem[] {
    const found = [...this.#guessed, ...(this.#report?.problems ?? [])];
    const told: readonly (string | null)[] = [...this.leftOut, ...found.map(({ sample }) => sample)];
    return [...found, ...this.#atFault.filter(({ sample }) => !told.includes(sample))];
  }
  /** Whether it fits its schema, as far as was looked. */
  get isValid(): boolean {
    return this.#report !== null && !this.#report.problems.some(({ code }) => code === 'data.definition-invalid');
  }
  /** The first error of each field. */
  get errors(): ReadonlyMap<string, string> {
    return errorsByField(this.problems);
  }

  /** Begins with a definition; `isKept`: it is so in the library. */
  open(definition: unknown, { isKept }: { readonly isKept: boolean }): void {
    this.#definition = asValues(definition);
    if (isKept) this.#kept = JSON.stringify(this.#definition);
    void this.check();
  }

  /**
   * Guesses from what lies in a folder, or takes the layout asked for. What the set was called stays. Where the folder is in no layout
   * and none was asked for nothing is begun: `unfit` says why, and `candidates` what is missing for each.
   */
  async detect(folder: string, layout: string | null = null): Promise<void> {
    this.#isDetecting = true;
    try {
      const found = await this.#client.call('data.detect', { folder, layout });
      const { root } = asValues(found.definition);
      [this.#guessed, this.#candidates, this.#problem] = [found.problems, found.candidates, null];
      this.#looked = typeof root === 'string' ? root : folder;
      if (layout === null && found.problems.length > 0) return;
      const called = this.#definition === null ? {} : { name: this.name };
      this.#definition = { ...asValues(found.definition), ...called };
      await this.check();
    } catch (thrown) {
      this.#problem = problemOf(thrown);
    } finally {
      this.#isDetecting = false;
    }
  }

  /** Looks into the folder of the definition for all layouts, where that was not done yet. */
  async lookForLayouts(): Promise<void> {
    const { root } = this;
    if (this.candidates.length > 0 || root === '') return;
    try {
      const { candidates } = await this.#client.call('data.detect', { folder: root });
      [this.#candidates, this.#looked] = [candidates, root];
    } catch (thrown) {
      this.#problem = problemOf(thrown);
    }
  }

  set(path: string, value: unknown): void {
    if (this.#definition === null) return;
    this.#definition = changed(this.#definition, path, value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), PAUSE_MS);
  }

  leaveOut(samples: readonly string[]): void {
    this.set('leaveOut', unique([...this.leftOut, ...samples]));
  }
  takeBack(samples: readonly string[]): void {
    const left = this.leftOut.filter((sample) => !samples.includes(sample));
    this.set('leaveOut', left.length === 0 ? undefined : left);
  }

  /** Samples that cannot be prepared stand among the problems until they are left out, or preparing begins again. */
  tellFaults(problems: readonly DataProblem[]): void {
    this.#atFault = problems;
  }

  /** Looks at lists and files. A check under way is ended by the next. */
  async check(): Promise<void> {
    clearTimeout(this.#timer);
    const definition = this.#definition;
    if (definition === null) return;
    try {
      const report = await this.job.run((job) => this.#client.call('data.check', { which: { definition }, job }));
      [this.#report, this.#problem, this.#guessed] = [report, null, []];
      if (this.isValid) [this.#usable, this.#found] = [definition, report.found];
    } catch (thrown) {
      if (!(thrown instanceof RemoteError && thrown.code === 'data.cancelled')) this.#problem = problemOf(thrown);
    }
  }

  /** What is now in the library. */
  kept(definition: unknown): void {
    this.#definition = asValues(definition);
    this.#kept = JSON.stringify(this.#definition);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.job.close();
  }
}
