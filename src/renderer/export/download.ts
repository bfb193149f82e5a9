const KEPT_MS = 10_000;

/** Hands a file to the person: the browser's own way of saving, or the window's. */
export function download(name: string, contents: Blob): void {
  const address = URL.createObjectURL(contents);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

/** A name that every file system takes: letters, digits, dots and dashes, at most 100 of them. */
export function fileName(parts: readonly string[], ending: string): string {
  const name = parts
    .join('-')
    .normalize('NFC')
    .replace(/[^\p{Letter}\p{Number}._-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
  return `${name === '' ? 'export' : name}.${ending}`;
}
