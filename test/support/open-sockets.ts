import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A network socket of a process. */
export interface OpenSocket {
  readonly pid: number;
  /** `tcp`, `tcp6`, `udp`, `udp6`, `raw`, `raw6`. */
  readonly kind: string;
  /** Hexadecimal as the kernel writes them: address, colon, port. */
  readonly local: string;
  readonly remote: string;
}

const KINDS = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'] as const;

/** All network sockets of a process and its descendants, as they are now. Linux only. */
export function socketsOf(root: number): OpenSocket[] {
  const found: OpenSocket[] = [];
  const tables = KINDS.flatMap((kind) =>
    read(`/proc/net/${kind}`)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .map(([, local = '', remote = '', , , , , , , inode = '']) => ({ kind, local, remote, inode })),
  );
  for (const pid of processesOf(root)) {
    const own = new Set(inodesOf(pid));
    for (const { inode, ...socket } of tables) if (own.has(inode)) found.push({ pid, ...socket });
  }
  return found;
}

/** A process and its descendants. */
export const processesOf = (root: number): readonly number[] => [root, ...descendants(root)];

/** Whether both ends lie on this machine: 127.0.0.0/8, ::1, or an end that is not connected. A UDP socket never does: nothing here uses one. */
export function isLoopback({ kind, local, remote }: OpenSocket): boolean {
  return kind.startsWith('tcp') && isLoopbackAddress(local) && (isLoopbackAddress(remote) || isNowhere(remote));
}

const addressOf = (end: string): string => end.slice(0, end.indexOf(':'));
/** The kernel writes 32-bit words in the machine's order: 127.0.0.1 is 0100007F on those that we run on. */
const isLoopbackAddress = (end: string): boolean =>
  /^[0-9A-F]{6}7F$|^0{24}01000000$|^0{16}FFFF0000[0-9A-F]{6}7F$/.test(addressOf(end));
const isNowhere = (end: string): boolean => /^0+$/.test(addressOf(end));

function descendants(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`)
      .split(' ')
      .filter((word) => word !== '')
      .map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

const threadsOf = (pid: number): string[] => tolerant(() => readdirSync(`/proc/${pid}/task`), []);

const inodesOf = (pid: number): string[] =>
  tolerant(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((descriptor) => {
    const target = tolerant(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`), '');
    const [, inode] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
    return inode === undefined ? [] : [inode];
  });

const read = (file: string): string => tolerant(() => readFileSync(file, 'utf8'), '');

/** Processes and descriptors come and go while they are looked at. */
function tolerant<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) return otherwise;
    throw error;
  }
}
