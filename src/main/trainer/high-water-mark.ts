import { readFileSync } from 'node:fs';

/** The most memory this process ever had resident, in bytes. Linux says it of the process itself; elsewhere the system's resource count does. */
export function highWaterMark(): number {
  if (process.platform === 'linux') {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
