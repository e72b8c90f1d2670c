// SPDX-License-Identifier: GPL-2.0-only

/** Names in a text, each time that they stand there; comments' words among them. Numbers' letters are none. */
export function namesIn(text: string): string[] {
  const names: string[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (!isWord(code)) {
      at++;
      continue;
    }
    const start = at;
    while (at < text.length && isWord(text.charCodeAt(at))) at++;
    if (code < 0x30 || code > 0x39) names.push(text.slice(start, at));
  }
  return names;
}

function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code >= 0x30 && code <= 0x39)
  );
}
