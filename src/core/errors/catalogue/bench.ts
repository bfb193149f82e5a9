export const bench = {
  'bench.interrupted': () => 'The measurement was interrupted; its processes have ended and there are no figures.',
} as const;
