import type { FromTrainer, PointBatch } from '../../core/contract/trainer.ts';
import type { GeometryRecord } from '../../core/geometry/record.ts';
import type { Library } from '../store/library.ts';
import type { RunEvent } from '../store/events.ts';
import { isLast } from './last-message.ts';
import { logLineOf } from './log-line.ts';
import { pointBuffer } from './point-buffer.ts';

export interface RecorderOptions {
  readonly library: Library;
  readonly run: string;
  /** The run was there before: it stays as it is until the trainer says where it goes on, so that a refusal changes nothing. */
  readonly isResumed?: boolean;
  /** Points lie in memory no longer than this. */
  readonly flushMs?: number;
  /**
   * Told when points could not be written at their time (a full disk, say). They are kept and tried again with the next message;
   * the host should stop the trainer, whose last message then throws if the fault is still there.
   */
  readonly onFault: (error: unknown) => void;
  /** Told after new points, or fewer, are in the library. */
  readonly onWritten?: () => void;
}

export interface Recorder {
  /** Takes the trainer's messages in their order, up to the last one. */
  receive(message: FromTrainer): void;
  /** Writes what is still in memory; for a host that leaves before the last message. */
  flush(): void;
}

/** A batch this large is written at once, so that a burst cannot fill the memory. */
const MOST_VALUES_IN_MEMORY = 100_000;

/**
 * Writes what a trainer tells about a run into the library. Points and log lines are gathered and written in one transaction every
 * `flushMs`; everything else is written at once, after what came before it, in the same transaction. The run is `running` from now, a resumed one
 * from `resumed` on.
 */
export function recordRun({ library, run, isResumed = false, flushMs = 100, onFault, onWritten }: RecorderOptions): Recorder {
  const points = pointBuffer();
  let events: RunEvent[] = [];
  let geometry: GeometryRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let isStarted = !isResumed;

  /** Writes what is gathered, then `more`, all or nothing. What is gathered is dropped only when it is safe. */
  function write(more: () => void = () => undefined): void {
    clearTimeout(timer);
    timer = undefined;
    library.transaction(() => {
      if (points.size > 0) library.appendPoints(run, points.batch());
      if (events.length > 0) library.addEvents(run, events);
      if (geometry.length > 0) library.addGeometry(run, geometry);
      more();
    });
    const hasGrown = points.size > 0 || geometry.length > 0;
    points.clear();
    events = [];
    geometry = [];
    if (hasGrown) onWritten?.();
  }

  function writeInTime(): void {
    try {
      write();
    } catch (error) {
      onFault(error);
    }
  }

  function gather(batch: PointBatch, lines: readonly RunEvent[]): void {
    points.add(batch);
    events.push(...lines);
    if (points.size >= MOST_VALUES_IN_MEMORY) writeInTime();
    else timer ??= setTimeout(writeInTime, flushMs);
  }

  function receive(message: FromTrainer): void {
    if (isOver) throw new Error(`a message of type "${message.type}" came after the last one of run ${run}`);
    if (!isStarted && message.type !== 'resumed') {
      isOver = isLast(message);
      return;
    }
    /** Written with its line of the log, both or none: a message whose writing failed may be given again. */
    const keep = (what: () => void): void =>
      write(() => {
        what();
        const line = logLineOf(message);
        if (line !== null) library.addEvents(run, [line]);
      });
    switch (message.type) {
      case 'ready':
        return keep(() => library.setEnvironment(run, message.environment));
      case 'points':
        return gather(message.series, []);
      case 'geometry':
        geometry.push(...message.records);
        return gather({}, []);
      case 'event':
        return gather({}, [{ level: message.level, text: message.text, atMs: Date.now() }]);
      case 'checkpoint':
        return keep(() => {
          library.addCheckpoint(run, message.checkpoint);
          library.setProgress(run, { steps: message.checkpoint.step });
        });
      case 'metrics':
        return keep(() => {
          library.setMetrics(run, message);
          if (message.which === 'last') library.setProgress(run, { epochs: message.epoch });
        });
      case 'predictions':
        return write(() => library.setPredictions(run, message));
      case 'resumed':
        write(() => {
          library.truncateRun(run, message);
          library.startRun(run);
        });
        isStarted = true;
        onWritten?.();
        return;
      case 'saving':
        return write();
      case 'paused':
        keep(() => library.finishRun(run, 'paused', { seconds: message.seconds, steps: message.step }));
        break;
      case 'done':
        keep(() => library.finishRun(run, 'finished', { seconds: message.seconds, weightsSha256: message.weightsSha256 }));
        break;
      case 'stopped':
        keep(() => {
          const { seconds, weightsSha256, step: steps } = message;
          library.finishRun(run, 'stopped', { seconds, weightsSha256, steps });
        });
        break;
      case 'failed':
        keep(() => library.finishRun(run, 'failed', { error: message.error }));
        break;
      case 'progress':
      case 'verified':
      case 'probed':
      case 'benched':
      case 'browsing':
      case 'browsed':
        return; // shown, not kept
      default:
        return message satisfies never;
    }
    isOver = true;
  }

  if (isStarted) library.startRun(run);
  return { receive, flush: () => write() };
}
