import { readdirSync, readFileSync } from 'node:fs';

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  readonly command: string;
}

/** Processor time of user and system, all threads; clock ticks are hundredths on every Linux that Node runs on. */
function stats(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return [
          { pid: Number(name), parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / 100, command },
        ];
      } catch {
        return []; // gone meanwhile
      }
    });
}

export const secondsOf = (pids: readonly number[]): number =>
  stats()
    .filter(({ pid }) => pids.includes(pid))
    .reduce((sum, { seconds }) => sum + seconds, 0);
export const childrenOf = (parent: number): number[] => stats().flatMap((one) => (one.parent === parent ? [one.pid] : []));

/** Our own browser's processes. */
export function ofBrowser(): number[] {
  const all = stats();
  const own = new Set([process.pid]);
  for (let size = 0; size !== own.size;) {
    size = own.size;
    for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  }
  return all.filter(({ pid, command }) => own.has(pid) && command.includes('chromium')).map(({ pid }) => pid);
}
/** Those of its pages. */
export const renderers = (): number[] => {
  const own = ofBrowser();
  return stats().flatMap(({ pid, command }) => (own.includes(pid) && command.includes('--type=renderer') ? [pid] : []));
};
