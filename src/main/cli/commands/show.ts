import { bestOn } from '../../../core/train/best-on.ts';
import { epochsSpared } from '../../../core/train/early-stopping.ts';
import { openLibrary } from '../../store/library.ts';
import type { RunDetail } from '../../store/run.ts';
import { libraryPlace } from '../../studio/where.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import type { Command } from '../command.ts';
import { DONE } from '../exit-code.ts';
import { geometryJson, geometryTable } from '../geometry-report.ts';
import { splitsJson, splitsTable } from '../report.ts';
import { figure, table } from '../table.ts';

/** Everything that is kept of a run, the points of one series, or the geometry of its gradients. */
export const show: Command = {
  name: 'show',
  usage: 'redreg show RUN [--series NAME | --geometry [--step N] [--every N]] [--library FILE] [--json]',
  summary: 'Shows a run; with --series the points of one curve, with --geometry what was measured of its gradients.',
  run(words) {
    const options = {
      series: { type: 'string' },
      geometry: { type: 'boolean', default: false },
      step: { type: 'string' },
      every: { type: 'string' },
      library: { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const;
    const { values, positionals, wrong } = readArguments(show, words, options, { least: 1, most: 1 });
    const number = (name: 'step' | 'every'): number | undefined =>
      values[name] === undefined ? undefined : wholeNumber(values[name], name, { least: 1 }, wrong);
    const choice = { step: number('step'), every: number('every') };
    if (!values.geometry && (values.step !== undefined || values.every !== undefined))
      throw wrong('--step and --every choose among the steps of --geometry.');
    const library = openLibrary(libraryPlace(values.library).file, { readOnly: true });
    try {
      const run = library.getRun(positionals[0] ?? '');
      if (values.geometry) {
        const records = library.listGeometry(run.id, choice);
        const none = `No geometry is kept of ${values.step === undefined ? 'this run' : `step ${values.step}`}; diagnostics.geometryEvery sets how often it is measured.`;
        process.stdout.write(
          values.json
            ? `${JSON.stringify({ run: run.id, records: geometryJson(records) })}\n`
            : `${records.length === 0 ? none : geometryTable(records)}\n`,
        );
        return Promise.resolve(DONE);
      }
      if (values.series !== undefined) {
        const points = library.readSeries(run.id, values.series);
        const list = Array.from(points.steps, (step, i) => ({ step, value: points.values[i] ?? Number.NaN }));
        if (values.json)
          process.stdout.write(
            `${JSON.stringify({ run: run.id, series: values.series, steps: list.map((p) => p.step), values: list.map((p) => jsonNumber(p.value)) })}\n`,
          );
        else for (const { step, value } of list) process.stdout.write(`${String(step)}\t${String(value)}\n`);
        return Promise.resolve(DONE);
      }
      const metrics = library.listMetrics([run.id]);
      const figuresOf = (which: string) =>
        Object.fromEntries(metrics.filter((m) => m.which === which).map((m) => [m.split, m.metrics]));
      const series = library.listSeries(run.id);
      const checkpoints = library.listCheckpoints(run.id);
      if (values.json) {
        const { dataFingerprint, weightsSha256, ...rest } = run;
        const figures = {
          splits: splitsJson(figuresOf(metrics.some((m) => m.which === 'best') ? 'best' : 'last')),
          last_splits: splitsJson(figuresOf('last')),
        };
        process.stdout.write(
          `${JSON.stringify({ ...rest, stopped_early: epochsSpared(run) !== null, data_fingerprint: dataFingerprint, weights_sha256: weightsSha256, ...figures, checkpoints, series: series.map((s) => s.name) })}\n`,
        );
        return Promise.resolve(DONE);
      }
      process.stdout.write(
        [
          `${run.name}  ${run.id}  ${run.status}${run.error ? `: ${run.error.message}` : ''}`,
          `${run.method}, seed ${String(run.seed)}, ${run.dataName}, ${epochsText(run)}, ${figure(run.seconds, 0)} s, ${run.environment?.deviceName ?? 'device unknown'}`,
          ...['last', 'best']
            .filter((which) => metrics.some((m) => m.which === which))
            .map((which) => `\n${which === 'best' ? bestOn(run.config).toLowerCase() : which}\n${splitsTable(figuresOf(which))}`),
          `\ncheckpoints\n${checkpoints.map((c) => `${c.kind}  epoch ${String(c.epoch)}  ${(c.bytes / 1e6).toFixed(1)} MB  ${c.file}`).join('\n') || 'none'}`,
          `\nseries\n${table(
            ['name', 'points', 'last', 'least', 'most'],
            series.map((s) => [s.name, String(s.n), figure(s.last, 4), figure(s.min?.value, 4), figure(s.max?.value, 4)]),
          )}`,
        ].join('\n') + '\n',
      );
      return Promise.resolve(DONE);
    } finally {
      library.close();
    }
  },
};

/** Epochs completed; of how many, where early stopping ended the run before them. */
function epochsText(run: RunDetail): string {
  const spared = epochsSpared(run);
  return spared === null
    ? `${String(run.epochs)} epochs`
    : `${String(run.epochs)} of ${String(spared.of)} epochs (stopped early)`;
}

/** JSON has no NaN or infinity; their names stand for them. */
const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
