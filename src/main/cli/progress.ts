import type { FromTrainer } from '../../core/contract/trainer.ts';

type Progress = Extract<FromTrainer, { type: 'progress' }>;

/** A line every this many milliseconds where nobody watches a terminal. */
const LINE_EVERY_MS = 5_000;

export interface ProgressLine {
  show(progress: Progress, note?: string): void;
  /** Writes a whole line above the progress. */
  say(text: string): void;
  /** Takes the progress line off the terminal. */
  end(): void;
}

/** Progress on stderr: one line that is written over on a terminal, a line now and then elsewhere. stdout stays clean. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let shown = false;
  let last = 0;
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[2K');
    shown = false;
  };
  return {
    show(progress, note) {
      const text = describe(progress, note);
      if (stream.isTTY) {
        clear();
        stream.write(text.slice(0, Math.max(stream.columns - 1, 20)));
        shown = true;
      } else if (Date.now() - last >= LINE_EVERY_MS) {
        last = Date.now();
        stream.write(`${text}\n`);
      }
    },
    say(text) {
      clear();
      stream.write(`${text}\n`);
    },
    end: clear,
  };
}

function describe({ phase, done, total, secondsLeft }: Progress, note = ''): string {
  const percent = total > 0 ? ` ${String(Math.floor((100 * done) / total)).padStart(3)} %` : '';
  const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`;
  return `${phase}${percent}  ${String(done)}/${String(total)}${left}${note === '' ? '' : `  ${note}`}`;
}

/** 75 → 1:15; 4000 → 1:06:40. */
export function duration(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 0);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(rest)}` : `${String(minutes)}:${two(rest)}`;
}
