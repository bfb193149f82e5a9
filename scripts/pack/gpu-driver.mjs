import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * NVIDIA's driver on Linux, from the kernel's own files (no tool needs to be installed): undefined where there is none.
 * WSL shows a device file only.
 *
 * @type {typeof import('./gpu-driver.d.mts').gpuDriver}
 */
export function gpuDriver(root = '/') {
  const version = join(root, 'proc/driver/nvidia/version');
  if (existsSync(version))
    return { version: versionIn(readFileSync(version, 'utf8')), cards: cardsIn(join(root, 'proc/driver/nvidia/gpus')) };
  const isWsl = existsSync(join(root, 'dev/dxg')) && existsSync(join(root, 'usr/lib/wsl/lib/libcuda.so.1'));
  return isWsl ? { version: 'of Windows (WSL)', cards: [] } : undefined;
}

/** @param {string} text */
const versionIn = (text) => /Kernel Module(?: for \S+)?\s+([0-9.]+)/.exec(text)?.[1] ?? 'unknown';

/** @param {string} folder */
function cardsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((card) => {
    const information = join(folder, card, 'information');
    const model = existsSync(information) ? /^Model:\s*(.+)$/m.exec(readFileSync(information, 'utf8')) : null;
    return model?.[1]?.trim() ?? card;
  });
}
