/**
 * Puts a text on the clipboard. A window refuses the clipboard's own permission, as it does all; there the old way works, which needs
 * none within a click. False: neither may.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.cssText = 'position: fixed; opacity: 0';
  document.body.append(area);
  area.select();
  // Deprecated, and the only way without a permission.
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}
