import type { Client } from '../../core/contract/client.ts';
import type { DataSummary } from '../../core/contract/data.ts';
import type { FieldIssue } from '../../core/contract/methods.ts';
import { layoutOf } from '../../core/data/definition.ts';
import type { MethodCard } from '../../core/methods/card.ts';
import { publishedSetOf } from '../../core/published/match.ts';
import type { PublishedSetId } from '../../core/published/published.ts';
import type { RunConfig } from '../../core/train/config.ts';
import { problemOf, type Problem } from '../state/live.svelte.ts';
import { cloneOf } from './cloning.ts';
import { configOf, sharedFields } from './config.ts';
import { emptyDraft, presetLabel, type Draft, type LinkChange } from './draft.ts';
import { linkState, withOption, withSwitch, type LinkCard, type LinkState } from './link-state.ts';
import { runName, tagsOf, templateProblem } from './run-name.ts';
import { labelOf, type FieldSchema } from './schema.ts';
import { parseSeeds } from './seeds.ts';
import { isSame, valueAt } from './values.ts';

/** What a shared field shows: one value, or each method's own where their presets differ. */
export interface SharedField {
  readonly value: unknown;
  /** The presets' values, one a chosen method; more than one where they differ. */
  readonly usual: readonly unknown[];
  readonly isChanged: boolean;
}

/** Something to be mended, and where. */
export interface FormIssue {
  /** Id of the field, as in `training.epochs`, `links.redreg.modality-dropout.from`, `data`, `methods`, `seeds`, `name`. */
  readonly field: string;
  /** What the field is called; '' where the message says it. */
  readonly label: string;
  readonly message: string;
}

export interface PlannedRun {
  readonly config: RunConfig;
  readonly name?: string;
  readonly tags: string[];
}

/** How long the host is left alone while a person types, in ms. */
const PAUSE = 200;

/**
 * An experiment that is put together: the draft, what the presets say, and what the host finds wrong with it. Every change asks the host
 * again, for each method, after a short pause; an answer to an older question is dropped.
 */
export class Experiment {
  readonly #client: Client;
  readonly #keep: (draft: Draft) => void;
  #draft = $state.raw<Draft>(emptyDraft());
  #schema = $state.raw<FieldSchema>({});
  #cards = $state.raw<readonly MethodCard[]>([]);
  #sets = $state.raw<readonly DataSummary[]>([]);
  #bases = $state.raw<Readonly<Record<string, RunConfig>>>({});
  /** By method: what is wrong, or the whole configuration. */
  #checks = $state.raw<Readonly<Record<string, { issues: readonly FieldIssue[]; config: RunConfig | null }>>>({});
  #isLoaded = $state(false);
  #isChecking = $state(false);
  #problem = $state.raw<Problem | null>(null);
  #question = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- what was asked for is shown nowhere
  readonly #settings = new Map<string, Promise<RunConfig>>();

  constructor(client: Client, keep: (draft: Draft) => void) {
    this.#client = client;
    this.#keep = keep;
  }

  get draft(): Draft {
    return this.#draft;
  }
  get schema(): FieldSchema {
    return this.#schema;
  }
  /** Every method. */
  get cards(): readonly MethodCard[] {
    return this.#cards;
  }
  get sets(): readonly DataSummary[] {
    return this.#sets;
  }
  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  /** Something is asked that has no answer yet. */
  get isChecking(): boolean {
    return this.#isChecking;
  }
  /** Why the host could not answer. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** The methods for the chosen data: one modality alone where the data has it, or where it is chosen, so that it can be taken away. */
  readonly fitting = $derived.by(() => {
    const [has, chosen] = [this.modalities, this.#draft.methods];
    return this.#cards.filter(({ id, only }) => only === null || has.length === 0 || has.includes(only) || chosen.includes(id));
  });
  readonly chosen = $derived.by(() => this.#draft.methods.flatMap((id) => this.#cards.find((card) => card.id === id) ?? []));
  readonly shared = $derived.by(() => sharedFields(this.#schema));
  readonly seeds = $derived.by(() => parseSeeds(this.#draft.seeds));
  /** What the chosen data has, by name. */
  readonly modalities = $derived.by((): readonly string[] => {
    const [config] = Object.values(this.#bases);
    return config === undefined
      ? []
      : layoutOf(config.data)
          .modalities(config.data)
          .map(({ id }) => id);
  });

  /** Whose official runs the settings follow; null where the chosen data has none of its own. */
  readonly officialSet = $derived.by((): PublishedSetId | null => {
    const [config] = Object.values(this.#bases);
    return config === undefined ? null : publishedSetOf(config.data);
  });

  /** Everything to be mended, in the order of the page. */
  readonly issues = $derived.by((): FormIssue[] => {
    const { data, methods, name } = this.#draft;
    const own: FormIssue[] = [];
    if (data === null) own.push({ field: 'data', label: '', message: 'Choose a data set.' });
    if (methods.length === 0) own.push({ field: 'methods', label: '', message: 'Choose one method at least.' });
    if (this.seeds.problem !== null) own.push({ field: 'seeds', label: 'Seeds', message: this.seeds.problem });
    const found = methods.flatMap((id) => (this.#checks[id]?.issues ?? []).map((issue) => this.#formIssue(id, issue)));
    const template = templateProblem(name);
    if (template !== null) found.push({ field: 'name', label: 'Name', message: template });
    return [...own, ...found].filter((issue, i, all) => all.findIndex((other) => isSame(other, issue)) === i);
  });
  readonly errors = $derived.by(
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time, never changed
    (): ReadonlyMap<string, string> => new Map(this.issues.map(({ field, message }) => [field, message])),
  );

  /** The runs, one for each method and seed; empty while anything is wrong or asked. */
  readonly runs = $derived.by((): PlannedRun[] => {
    if (this.issues.length > 0 || this.#isChecking) return [];
    const { name, tags } = this.#draft;
    const configs = this.#draft.methods.flatMap((id) => this.#checks[id]?.config ?? []);
    if (configs.length < this.#draft.methods.length) return [];
    return configs.flatMap((config) =>
      this.seeds.seeds.map((seed) => {
        const { method, data, preset } = config;
        const own = runName(name, { method, data: data.name, seed, preset });
        return { config: { ...config, seed }, tags: tagsOf(tags), ...(own === undefined ? {} : { name: own }) };
      }),
    );
  });
  /** How many runs there would be. */
  readonly count = $derived.by(() => this.#draft.methods.length * this.seeds.seeds.length);

  /** A checked configuration of each method, for an estimate. */
  readonly configs = $derived.by(() => this.#draft.methods.flatMap((id) => this.#checks[id]?.config ?? []));

  /** Fetches what the form is made from. Then the run named by `clone` is taken over, or the draft goes on that was kept. */
  async load({
    clone,
    data,
    kept,
  }: {
    clone: string | null;
    data: string | null;
    kept: Draft | null;
  }): Promise<readonly string[]> {
    const [{ methods }, { schema }, { sets }] = await Promise.all([
      this.#client.call('methods.list', {}),
      this.#client.call('methods.schema', {}),
      this.#client.call('data.list', {}),
    ]);
    this.#cards = methods;
    this.#schema = schema as FieldSchema;
    this.#sets = sets;
    const known = { schema: this.#schema, cards: methods, sets };
    const cloned = clone === null ? null : await cloneOf(this.#client, clone, known);
    const draft = cloned?.draft ?? this.#fitting(kept ?? { ...emptyDraft(), ...firstChoice(sets) });
    this.#draft = data === null || !sets.some(({ id }) => id === data) ? draft : { ...draft, data: { id: data } };
    this.#isLoaded = true;
    await this.#ask();
    return cloned?.warnings ?? [];
  }

  /** The data sets are not as they were. */
  async refreshData(): Promise<void> {
    this.#sets = (await this.#client.call('data.list', {})).sets;
    this.#settings.clear();
    this.#later();
  }

  change(part: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...part };
    this.#keep(this.#draft);
    this.#later();
  }

  /** Takes another draft's place, as a saved preset does. */
  replace(draft: Draft): void {
    this.change(this.#fitting(draft));
  }

  toggleMethod(id: string): void {
    const { methods } = this.#draft;
    const next = methods.includes(id) ? methods.filter((one) => one !== id) : [...methods, id];
    this.change({ methods: this.#cards.filter((card) => next.includes(card.id)).map((card) => card.id) });
  }

  setOwnPreset(method: string, preset: string): void {
    const { [method]: _, ...others } = this.#draft.own;
    this.change({ own: preset === 'official' ? others : { ...others, [method]: preset } });
  }

  field(path: string): SharedField {
    const { methods } = this.#draft;
    const all =
      methods.length === 0
        ? [this.shared.find(([at]) => at === path)?.[1].default]
        : methods.flatMap((id) => (this.#bases[id] === undefined ? [] : [valueAt(this.#bases[id], path)]));
    const usual = all.filter((value, i) => all.findIndex((other) => isSame(other, value)) === i);
    const isChanged = Object.hasOwn(this.#draft.changes, path);
    return { value: isChanged ? this.#draft.changes[path] : usual.length === 1 ? usual[0] : undefined, usual, isChanged };
  }

  /** Undefined goes back to the preset. */
  setField(path: string, value: unknown): void {
    const { [path]: _, ...others } = this.#draft.changes;
    const { usual } = this.field(path);
    const isUsual = value === undefined || (usual.length === 1 && isSame(value, usual[0]));
    this.change({ changes: isUsual ? others : { ...others, [path]: value } });
  }

  link(method: string, card: LinkCard): LinkState {
    return linkState(card, this.#bases[method]?.links[card.id], this.#draft.links[method]?.[card.id]);
  }
  setLinkOption(method: string, card: LinkCard, name: string, value: unknown): void {
    this.#setLink(method, card, withOption(this.link(method, card), this.#draft.links[method]?.[card.id], name, value));
  }
  switchLink(method: string, card: LinkCard, isOn: boolean): void {
    this.#setLink(method, card, withSwitch(this.link(method, card), this.#draft.links[method]?.[card.id], isOn));
  }
  resetLink(method: string, card: LinkCard): void {
    this.#setLink(method, card, { options: {} });
  }
  #setLink(method: string, card: LinkCard, change: LinkChange): void {
    const { links } = this.#draft;
    this.change({ links: { ...links, [method]: { ...links[method], [card.id]: change } } });
  }

  #formIssue(method: string, { path, message }: FieldIssue): FormIssue {
    const [first = '', ...rest] = path.map(String);
    if (first === 'method') return { field: 'methods', label: '', message };
    if (first === 'data') return { field: 'data', label: 'Data', message: `${rest.join('.')}: ${message}` };
    if (first !== 'links') return { field: path.join('.'), label: labelOf(this.#schema, path.map(String)), message };
    const card = this.#cards.find(({ id }) => id === method);
    const [id, ...option] = rest;
    const link = card?.links.find((one) => one.id === id);
    const title = link === undefined ? '' : `${link.title} of ${card?.label ?? method}`;
    const name = link === undefined || option.length === 0 ? '' : `, ${labelOf(link.schema as FieldSchema, option)}`;
    return { field: ['links', method, ...rest].join('.'), label: `${title}${name}`, message };
  }

  /** A draft without what this program does not have. */
  #fitting(draft: Draft): Draft {
    const methods = draft.methods.filter((id) => this.#cards.some((card) => card.id === id));
    const own = Object.entries(draft.own).filter(([id, preset]) =>
      this.#cards.some((card) => card.id === id && card.presets.some((one) => one.id === preset)),
    );
    const { data } = draft;
    const isThere = data === null || !('id' in data) || this.#sets.some(({ id }) => id === data.id);
    const paths = sharedFields(this.#schema).map(([path]) => path);
    const changes = Object.entries(draft.changes).filter(([path]) => paths.includes(path));
    return { ...draft, methods, own: Object.fromEntries(own), changes: Object.fromEntries(changes), data: isThere ? data : null };
  }

  #later(): void {
    this.#isChecking = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const question = ++this.#question;
    this.#isChecking = true;
    const draft = this.#draft;
    try {
      await this.#showPresets(draft);
      const answers = await Promise.all(this.chosen.map((card) => this.#askFor(card, draft)));
      if (question !== this.#question) return;
      this.#bases = Object.fromEntries(answers.map(({ id, base }) => [id, base]));
      this.#checks = Object.fromEntries(answers.map(({ id, check }) => [id, check]));
      this.#problem = null;
    } catch (thrown) {
      if (question !== this.#question) return;
      this.#checks = {};
      this.#problem = problemOf(thrown);
    }
    this.#isChecking = false;
  }

  /** What the presets say of methods that were just chosen, without their data, which may have to be unpacked first. */
  async #showPresets(draft: Draft): Promise<void> {
    const unknown = this.chosen.filter(({ id }) => this.#bases[id] === undefined);
    const bases = await Promise.all(unknown.map(async ({ id }) => [id, await this.#base(id, { ...draft, data: null })] as const));
    this.#bases = { ...Object.fromEntries(bases), ...this.#bases };
  }

  async #askFor(card: MethodCard, draft: Draft) {
    const base = await this.#base(card.id, draft);
    const { issues, config } = await this.#client.call('methods.check', { config: configOf(base, card, draft) });
    // Without a data set the rest is checked on a stand-in; what is wrong with that is no matter.
    return {
      id: card.id,
      base,
      check: { issues: issues.filter(({ path }) => draft.data !== null || path[0] !== 'data'), config },
    };
  }

  #base(method: string, draft: Draft): Promise<RunConfig> {
    const data =
      draft.data === null ? { definition: STAND_IN } : 'id' in draft.data ? draft.data.id : { definition: draft.data.definition };
    const preset = presetLabel(draft, method);
    const key = JSON.stringify([method, data, preset]);
    const known = this.#settings.get(key);
    if (known !== undefined) return known;
    const asked = this.#client.call('methods.settings', { method, data, preset }).then(({ config }) => config);
    this.#settings.set(key, asked);
    asked.catch(() => this.#settings.delete(key));
    return asked;
  }
}

/** So that a form without a data set shows its settings too. */
const STAND_IN = { layout: 'crema-d', name: 'data', root: '/' };

/** A newcomer finds the sample set chosen. */
const firstChoice = (sets: readonly DataSummary[]): Pick<Draft, 'data' | 'preset'> => {
  const [only] = sets;
  const isOnly = sets.length === 1 && only?.isBuiltIn === true;
  return { data: isOnly ? { id: only.id } : null, preset: isOnly ? 'quick' : 'official' };
};
