/** Breaks text between words so that no line is longer than `width`, each with `indent` spaces before it. A longer word stands alone. */
export function wrapped(text: string, indent: number, width = 120): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((l) => `${' '.repeat(indent)}${l}`).join('\n');
}
