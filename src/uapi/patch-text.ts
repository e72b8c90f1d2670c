// SPDX-License-Identifier: GPL-2.0-only

/** The diffs of a text, ready for git apply. */
export interface Diffs {
  readonly text: string;
  /** Paths as written (`a/include/uapi/linux/vfio.h`), of both sides, without /dev/null. */
  readonly touched: readonly string[];
  /** Those of them that a diff makes. */
  readonly created: readonly string[];
}

/** Reads a unified diff, a mail, or many of either after one another; quoted-printable and base64 bodies are decoded. */
export function diffsOf(text: string): Diffs {
  const decoded = mailsOf(text).map(decodedMail).join('');
  const plain = /\r\n/.test(decoded) && !/[^\r]\n/.test(decoded) ? decoded.replaceAll('\r\n', '\n') : decoded;
  const touched = new Set<string>();
  for (const [, , path = ''] of plain.matchAll(/^(---|\+\+\+) ([^\t\n]+?)(?:\t.*)?$/gm))
    if (path !== '/dev/null' && /^(["\w./-])/.test(path)) touched.add(unquoted(path));
  // Without hunks: a mode, a name, or an empty file.
  for (const [, from = '', to = ''] of plain.matchAll(/^diff --git (\S+) (\S+)$/gm))
    touched.add(from).add(to);
  const created = [...plain.matchAll(/^--- \/dev\/null\n\+\+\+ ([^\t\n]+)/gm)].map(([, path = '']) =>
    unquoted(path),
  );
  return { text: plain, touched: [...touched], created };
}

/** The text with its diff, where it is the only one, as one of that file: `diff -u old.h new.h` names two. */
export function aimedAt(name: string, text: string): string {
  const heads = [...text.matchAll(/^--- (.*)\n\+\+\+ (.*)$/gm)];
  if (heads.length !== 1 || /\/dev\/null/.test(heads[0]?.[0] ?? '')) return text;
  return text
    .replace(/^diff --git .*$/m, () => `diff --git a/${name} b/${name}`)
    .replace(/^--- .*\n\+\+\+ .*$/m, () => `--- a/${name}\n+++ b/${name}`);
}

/** The mails of an mbox (RFC 4155), each with its envelope line; the text itself where it is none. */
function mailsOf(text: string): string[] {
  const starts = [...text.matchAll(/^From \S+ .*\d{4}$/gm)].map(({ index }) => index);
  if (starts.length === 0) return [text];
  const bounds = [...(starts[0] === 0 ? [] : [0]), ...starts, text.length];
  return bounds.slice(0, -1).map((start, at) => text.slice(start, bounds[at + 1]));
}

function decodedMail(mail: string): string {
  const end = /\r?\n\r?\n/.exec(mail);
  if (!end) return mail;
  const [head, body] = [mail.slice(0, end.index), mail.slice(end.index + end[0].length)];
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'quoted-printable') return `${head}\n\n${quotedPrintable(body)}`;
  if (encoding === 'base64') return `${head}\n\n${Buffer.from(body, 'base64').toString('latin1')}`;
  return mail;
}

/** RFC 2045, section 6.7. */
function quotedPrintable(body: string): string {
  return body
    .replace(/[ \t]*=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** git quotes a path with unusual characters as a C string. */
function unquoted(path: string): string {
  const inner = /^"(.*)"$/.exec(path)?.[1];
  if (inner === undefined) return path;
  return inner.replace(/\\([0-7]{3}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
  );
}
