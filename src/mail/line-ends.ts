// SPDX-License-Identifier: GPL-2.0-only
import { HUNK } from './hunk.ts';

/**
 * A text with the line ends of Unix. CRLF is how mail ends lines, and a gateway, a list's footer or base64 may leave some
 * lines with it and others without. A hunk's own lines keep a CR where the line of the `@@` has none: git writes that
 * line, so that a CR behind it came with the mail, and one that only its lines have is the file's.
 */
export function lineFeeds(text: string): string {
  if (!text.includes('\r')) return text;
  let [olds, news] = [0, 0];
  let carried = true;
  const lines = text.split('\n').map((line) => {
    const inside = olds > 0 || news > 0;
    if (!inside || line.startsWith('@@ ')) {
      const [header, , old = '1', , fresh = '1'] = HUNK.exec(line.replace(/\r$/, '')) ?? [];
      [olds, news] = header === undefined ? [0, 0] : [Number(old), Number(fresh)];
      if (header !== undefined) carried = line.endsWith('\r');
      return line.replace(/\r$/, '');
    }
    const kind = line[0];
    if (kind !== '+' && kind !== '\\') olds--;
    if (kind !== '-' && kind !== '\\') news--;
    return carried ? line.replace(/\r$/, '') : line;
  });
  return lines.join('\n');
}
