const SHOWN = 5;
const some = (names: readonly string[]): string => names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');

/** Runs that cannot be paused or resumed as they are. */
export const run = {
  'run.finished': (p: { run: string }) =>
    `Run ${p.run} has finished, so there is nothing to go on with; a run that was paused, stopped, interrupted or failed was expected. ` +
    `"redreg show ${p.run}" has its figures; to train further, start a new run with more epochs.`,

  'run.is-running': (p: { run: string; pid: number | null }) =>
    `Run ${p.run} is being trained${p.pid === null ? '' : ` by process ${p.pid}`}; a run that rests was expected. ` +
    `"redreg pause ${p.run}" saves it and ends that process.`,

  'run.not-running': (p: { run: string; status: string }) =>
    p.status === 'running'
      ? `The process that trained run ${p.run} is gone, or cannot be told for certain; nothing was signalled. "redreg resume ${p.run}" goes on with it.`
      : `Run ${p.run} is ${p.status}; only a running one can be paused.` +
        (p.status === 'finished' ? '' : ` "redreg resume ${p.run}" goes on with it.`),

  'run.locked': (p: { runs: readonly string[] }) =>
    `${p.runs.length === 1 ? 'This run is' : `${p.runs.length} of these runs are`} locked: ${some(p.runs)}. Nothing was moved. Unlock what may go, then try again.`,

  'run.worked-on': (p: { runs: readonly string[] }) =>
    `${p.runs.length === 1 ? 'This run is' : `${p.runs.length} of these runs are`} being trained: ${some(p.runs)}. Nothing was moved. Stop or pause what may go, then try again.`,

  'run.not-in-trash': (p: { runs: readonly string[] }) =>
    `${p.runs.length === 1 ? 'This run is' : `${p.runs.length} of these runs are`} not in the trash: ${some(p.runs)}. Nothing was deleted. Only what lies in the trash can be deleted for good.`,
} as const;
