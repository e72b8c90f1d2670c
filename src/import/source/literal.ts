// SPDX-License-Identifier: GPL-2.0-only

/** A string of TypeScript: on one line in quotes, on several as a template. */
export function literal(text: string): string {
  if (text.includes('\n') && text.trim().includes('\n')) return template(text);
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/\r/g, '\\r');
  // As the formatter prefers it: the quotes that need no escape.
  if (text.includes("'") && !text.includes('"')) return `"${visible(escaped)}"`;
  return `'${visible(escaped.replace(/'/g, "\\'"))}'`;
}

/** @param holes what stands in place of parts of the text, in order: a name, or another expression */
export function template(
  text: string,
  holes: readonly { readonly start: number; readonly end: number; readonly name: string }[] = [],
): string {
  let out = '';
  let at = 0;
  for (const { start, end, name } of holes) {
    out += `${plain(text.slice(at, start))}\${${name}}`;
    at = end;
  }
  return `\`${out}${plain(text.slice(at))}\``;
}

function plain(text: string): string {
  return visible(
    text.replace(/\\/g, '\\\\').replace(/`/g, '\\`').replace(/\$\{/g, '\\${').replace(/\r/g, '\\r'),
  );
}

/** Control characters, and bytes that are no characters of ASCII, are told by their numbers. */
function visible(text: string): string {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, byNumber);
}

/** A literal of a kernel's text, of which each character is a byte. */
export function ofBytes(written: string): string {
  return written.replace(/[\xa0-\xff]/g, byNumber);
}

function byNumber(one: string): string {
  return `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/**
 * Plain data as TypeScript.
 *
 * @returns undefined for what no literal says: a function, an object of a class
 */
export function dataLiteral(value: unknown): string | undefined {
  if (typeof value === 'string') return literal(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) {
    const items = value.map(dataLiteral);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (typeof value !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value)))
    return undefined;
  const fields = Object.entries(value).map(([name, one]) => {
    const text = dataLiteral(one);
    return text === undefined
      ? undefined
      : `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}: ${text}`;
  });
  return fields.includes(undefined) ? undefined : `{ ${fields.join(', ')} }`;
}
