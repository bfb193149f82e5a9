/** @file Papers that quote each other's methods, by the names that the tables have for them (methods.md 0). */

export const PAPERS = {
  pmr: 'PMR paper',
  mla: 'MLA paper',
  lfm: 'LFM paper',
  mmpareto: 'MMPareto paper (ICML 2024)',
  'd-and-r': 'Diagnosing & Re-learning paper (ECCV 2024)',
  opm: 'OPM paper (TPAMI 2024)',
  arl: 'ARL paper',
  dgl: 'DGL paper',
  remix: 'Remix paper',
  miles: 'MILES paper',
  mimo: 'MIMO paper',
} as const;

/** Read from a picture of the table in the repository GeWu-Lab/BalanceBenchmark at 4c1482f; the paper itself was not available. */
export const BENCHMARK = 'BalanceBenchmark';
