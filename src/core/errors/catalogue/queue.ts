/** What the queue refuses. */
export const queue = {
  'queue.busy': (p: { run: string | null }) =>
    p.run === null
      ? `Another measurement has begun, so this one was broken off. Measure again when it is done.`
      : `Run ${p.run} is being trained, and a measurement beside it would tell neither time nor memory truly. ` +
        `Measure when nothing is trained, or hold the queue and pause the run.`,

  'queue.not-waiting': (p: { run: string; status: string }) =>
    `Run ${p.run} is ${p.status}; only runs that wait in the queue can be moved.`,

  'queue.not-possible': (p: { run: string; status: string; wanted: string }) =>
    `Run ${p.run} is ${p.status}, so it cannot be asked to ${p.wanted}. The page may have been behind: reload it.`,

  'queue.trashed': (p: { run: string }) => `Run ${p.run} is in the trash. Take it out of the trash, then resume it.`,

  'queue.probe-failed': (p: { reason: string }) => `The measurement did not come to its end: ${p.reason}`,
} as const;
