import { z } from 'zod';
import { CacheRemoval, CacheSize } from './data-cache.ts';
import { call, event } from './message.ts';

/** Id of a data set in the studio: `av-digits` for the sample set, else made by the library. */
export const DataId = z.string().min(1).max(200);

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const floats32 = z.custom<Float32Array>((value) => value instanceof Float32Array);

/** Something wrong with a data set. */
export const DataProblem = z.strictObject({
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Field of the definition that it is shown beside, as in `frames.folder`; null where it is of none. */
  field: z.string().nullable(),
  /** The file or folder at fault. */
  file: z.string().nullable(),
  /** The list that asks for that file; null where the list itself is at fault. */
  list: z.string().nullable(),
  /** Line, from 1, of `list`, or else of `file`. */
  line: z.int().positive().nullable(),
  /** The sample that `leaveOut` would have to name for the problem to go; null where that does not help. */
  sample: z.string().nullable(),
});
export type DataProblem = z.output<typeof DataProblem>;

export const DataSummary = z.strictObject({
  id: DataId,
  name: z.string(),
  layout: z.string(),
  /** The sample set can be neither edited nor removed. */
  isBuiltIn: z.boolean(),
  /** As it was saved; `DatasetDefinition` checks it. Null for the sample set: `data.definition` gives that. */
  definition: z.unknown(),
  createdMs: z.int().nonnegative().nullable(),
  runs: z.int().nonnegative(),
});
export type DataSummary = z.output<typeof DataSummary>;

export const SplitName = z.enum(['train', 'validation', 'test']);
export type SplitName = z.output<typeof SplitName>;

const samples = z.int().nonnegative();

/** Classes, samples and speakers of each split, as the lists say. */
export const SplitCounts = z.strictObject({
  classes: z.array(z.string()),
  /** Per split, samples of each class in class order; none where there is no such split. */
  counts: z.record(SplitName, z.array(samples)),
  /** How many speak in each split; null where the stems do not say. */
  speakers: z.record(SplitName, samples).nullable(),
  /** How many of them speak in training too; null where the stems do not say. */
  inTraining: z.strictObject({ validation: samples, test: samples }).nullable(),
});
export type SplitCounts = z.output<typeof SplitCounts>;

/** The splits that the lists make, null where nothing is left to speak of, and what is wrong with the lists. */
export const SplitReport = z.strictObject({ found: SplitCounts.nullable(), problems: z.array(DataProblem) });
export type SplitReport = z.output<typeof SplitReport>;

/** What a scan of all lists and headers found. */
export const DataReport = z.strictObject({
  problems: z.array(DataProblem),
  /** More problems than are listed. */
  problemsLeftOut: z.int().nonnegative(),
  /** How many there are of each code, those that are not listed too; errors first, the most first. */
  codes: z.array(z.strictObject({ code: z.string(), severity: z.enum(['error', 'warning']), count: samples })),
  /** Null where the problems leave no set to speak of. */
  found: z
    .strictObject({
      classes: z.array(z.string()),
      /** Per split, samples of each class in class order; none where there is no such split. */
      counts: z.record(SplitName, z.array(z.int().nonnegative())),
      modalities: z.array(z.strictObject({ name: z.string(), shape: z.array(z.int()) })),
      /** How many speak in each split; null where the stems do not say. */
      speakers: z.record(SplitName, z.int().nonnegative()).nullable(),
      /** How many speak in training and in test. */
      sharedSpeakers: z.int().nonnegative().nullable(),
      /** How long the recordings or clips of a modality are, in seconds, where their headers say it. */
      durations: z.array(
        z.strictObject({ modality: z.string(), files: samples, least: z.number(), median: z.number(), most: z.number() }),
      ),
    })
    .nullable(),
});
export type DataReport = z.output<typeof DataReport>;

export const SampleInfo = z.strictObject({ name: z.string(), split: SplitName, label: z.int().nonnegative() });
export type SampleInfo = z.output<typeof SampleInfo>;

/** One modality of a sample as its files are, and as the network gets it (as in evaluation: no random crop). */
export const ModalityView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('spectrogram'),
    modality: z.string(),
    /** The network's input, [rows, columns] row by row. */
    values: floats32,
    shape: z.tuple([z.int(), z.int()]),
    /** Which axis time runs along; the other is frequency, from low to high. */
    time: z.enum(['rows', 'columns']),
    /** The highest frequency, where the frequencies are evenly spaced from 0; left out where they are not, as mel bands. */
    topHertz: z.number().optional(),
    /** Null where there are features only. */
    sound: z
      .strictObject({
        /** A wav file that a browser plays: the recording as one channel of 16 bits, its first minute at most. */
        wav: bytes,
        rate: z.number(),
        /** Of the whole recording, and of what the network gets of it. */
        seconds: z.number(),
        usedSeconds: z.number(),
        /** How a shorter recording gets that long. */
        filledWith: z.enum(['repeats', 'silence']),
        /** Least and greatest of 400 stretches, in turn, −1 to 1. */
        waveform: floats32,
      })
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('frames'),
    modality: z.string(),
    /** Frames as the network sees them, RGB, row by row, `width` × `height` × 3 bytes each. */
    width: z.int(),
    height: z.int(),
    frames: z.array(bytes),
    /** What each frame is called: its file, or its place in the clip. */
    files: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('sequence'),
    modality: z.string(),
    /** The network's input, [steps, features] row by row. */
    values: floats32,
    shape: z.tuple([z.int(), z.int()]),
    /** The word of each step, where the files say it. */
    words: z.array(z.string()).nullable(),
  }),
]);
export type ModalityView = z.output<typeof ModalityView>;

/** One sample, modality by modality; one that cannot be read is left out, with its problem. */
export const SampleView = z.strictObject({
  name: z.string(),
  split: SplitName,
  /** The class as the list names it. */
  label: z.string(),
  modalities: z.array(ModalityView),
  problems: z.array(DataProblem),
});
export type SampleView = z.output<typeof SampleView>;

/** What a folder has for each layout. */
export const LayoutCandidate = z.strictObject({
  layout: z.string(),
  label: z.string(),
  /** Files and folders that are not there; none where the folder is in this layout. */
  missing: z.array(z.string()),
});
export type LayoutCandidate = z.output<typeof LayoutCandidate>;

const done = z.strictObject({});
/** A saved set by id, or a definition that is being edited. */
const which = z.union([z.strictObject({ id: DataId }), z.strictObject({ definition: z.unknown() })]);

export const data = {
  'data.list': call(z.strictObject({}), z.strictObject({ sets: z.array(DataSummary) })),
  /** The definition of a set, to be edited or copied. Of the sample set too, which is unpacked for it. */
  'data.definition': call(z.strictObject({ id: DataId }), z.strictObject({ definition: z.unknown() })),
  /** The layouts with their JSON schemas and defaults: the wizard is made from them. */
  'data.layouts': call(
    z.strictObject({}),
    z.strictObject({
      layouts: z.array(
        z.strictObject({
          id: z.string(),
          label: z.string(),
          about: z.strictObject({
            summary: z.string(),
            files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
            licence: z.strictObject({ name: z.string(), url: z.string() }).nullable(),
            citation: z.string().nullable(),
          }),
          schema: z.record(z.string(), z.unknown()),
          /** All that has a default. */
          defaults: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
  /** A definition for a folder, guessed from what lies in it, or for the given layout, to be completed where something is missing for it. */
  'data.detect': call(
    z.strictObject({ folder: z.string().max(4096), layout: z.string().max(100).nullable().default(null) }),
    z.strictObject({ definition: z.unknown(), candidates: z.array(LayoutCandidate), problems: z.array(DataProblem) }),
  ),
  /** Scans lists and headers. `job` names it for progress and cancel; a new check of that name ends the one before (`data.cancelled`). */
  'data.check': call(z.strictObject({ which, job: z.string().max(100) }), DataReport),
  /** Classes, samples and speakers as the lists say, without a look at any other file. */
  'data.splits': call(z.strictObject({ which }), SplitReport),
  'data.samples': call(
    z.strictObject({
      which,
      split: SplitName.optional(),
      label: z.int().nonnegative().optional(),
      /** Part of the name, in any case. */
      search: z.string().max(300).default(''),
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(500).default(60),
    }),
    z.strictObject({ samples: z.array(SampleInfo), total: z.int().nonnegative() }),
  ),
  'data.sample': call(z.strictObject({ which, name: z.string().max(1000) }), SampleView),
  /** Keeps a definition; without an id as a new set. Refused where it does not fit its schema. */
  'data.save': call(z.strictObject({ id: DataId.nullable(), definition: z.unknown() }), DataSummary),
  'data.remove': call(z.strictObject({ id: DataId }), done),
  'data.restore': call(z.strictObject({ id: DataId }), done),
  /** Prepares all features into the cache: decodes every file once. */
  'data.prepare': call(z.strictObject({ which, job: z.string().max(100) }), done),
  /** What the prepared features take and will take. Scans the set, as `job`. Errors: those of the scan. */
  'data.cache-size': call(z.strictObject({ which, job: z.string().max(100) }), CacheSize),
  /** Removes what was prepared of a set but for what other saved sets use. Refused while a run trains on it: `data.cache-in-use`. */
  'data.cache-remove': call(z.strictObject({ which, job: z.string().max(100) }), CacheRemoval),
  'data.cancel': call(z.strictObject({ job: z.string().max(100) }), done),
  'data.progress': event(
    z.strictObject({
      job: z.string(),
      phase: z.string(),
      done: z.number(),
      total: z.number(),
      secondsLeft: z.number().nullable(),
    }),
  ),
  'data.changed': event(z.strictObject({})),
} as const;
