import type { PublishedSetId } from '../../published/published.ts';
import type { ModelSettings, RunConfig, TrainingSettings } from '../config.ts';

/** What a data set changes of a method's official run. What is left out is as the method's file has it. */
export interface OfficialChange {
  readonly training?: Partial<TrainingSettings>;
  readonly model?: Partial<ModelSettings>;
  /** Options of links that the method has. */
  readonly links?: RunConfig['links'];
  /** Frames a sample in the official run, or null. Told, not set: all methods of one comparison must get the same input. */
  readonly frames?: number | null;
  /** Where it is from, and what no paper and no code says, in one or two sentences. */
  readonly because: string;
}

/** The official runs on one data set. */
export interface OfficialSet {
  readonly set: PublishedSetId;
  /** By a method's id. */
  readonly methods: Readonly<Record<string, OfficialChange>>;
  /** Of every method that is not named. */
  readonly others: OfficialChange;
}
