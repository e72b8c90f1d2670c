// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../c/target.ts';
import type { FoundSymbol } from '../uapi/find.ts';
import {
  type ApiEnumerator,
  type ApiHeader,
  type ApiIoctl,
  type ApiMacro,
  type ApiType,
  isUnknown,
  type On,
  type Request,
} from '../uapi/model.ts';
import { layoutText } from './layout.ts';

/** What `kpw uapi show` prints of one type: a layout for each set of targets that share it. */
function typeText(type: ApiType, targets: readonly TargetId[]): string {
  const head = [`${type.path}:${type.line}`, ...type.attributes].join('  ');
  const blocks = byText(type.on, targets, (layout) =>
    type.kind === 'enum' ? `enum of ${layout.size} bytes` : layoutText(type.name, layout),
  );
  return [`/* ${head} */`, ...blocks.map(([text, on]) => `/* ${on} */\n${text}`)].join('\n');
}

/** A macro: its definition, and its value where it has one. */
function macroText({ path, line, name, parameters, body, on }: ApiMacro, targets: readonly TargetId[]) {
  const head = `#define ${name}${parameters ? `(${parameters.join(', ')})` : ''} ${body}`.trimEnd();
  return [`/* ${path}:${line} */`, head, ...byText(on, targets, number).map(valueLine)].join('\n');
}

/** An enumerator with its value. */
function enumeratorText(
  { path, line, name, enum: tag, initialiser, on }: ApiEnumerator,
  targets: readonly TargetId[],
): string {
  const head = `${name}${initialiser === undefined ? '' : ` = ${initialiser}`}  of ${tag || 'an enum without a name'}`;
  return [`/* ${path}:${line} */`, head, ...byText(on, targets, number).map(valueLine)].join('\n');
}

/** An ioctl, decoded. */
function ioctlText({ path, line, name, argument, on }: ApiIoctl, targets: readonly TargetId[]): string {
  const values = byText(on, targets, requestText);
  const head = argument === undefined ? name : `${name}  takes ${argument}`;
  return [`/* ${path}:${line} */`, head, ...values.map(valueLine)].join('\n');
}

/** Direction, type, number, size: include/uapi/asm-generic/ioctl.h says where they are in the value. */
function requestText({ value, dir, type, nr, size }: Request): string {
  const letter = type >= 0x20 && type < 0x7f ? ` '${String.fromCharCode(type)}'` : '';
  return `0x${value.toString(16).padStart(8, '0')}  direction ${dir}, type 0x${type.toString(16)}${letter}, number ${nr} (0x${nr.toString(16)}), size ${size}`;
}

/** One line a symbol. */
function headerText(header: ApiHeader, targets: readonly TargetId[]): string {
  const sizes = (type: ApiType) =>
    byText(type.on, targets, ({ size }) => String(size))
      .map(([text, on]) => (on === ALL ? text : `${text} (${on})`))
      .join(', ');
  const values = (on: On<bigint>) =>
    byText(on, targets, (value) => String(value))
      .map(([text, where]) => (where === ALL ? text : `${text} (${where})`))
      .join(', ');
  const ioctls = new Set(header.ioctls.map(({ name }) => name));
  const lines = [
    ...header.types.map((type) => ({ line: type.line, text: `${type.name}  size ${sizes(type)}` })),
    ...header.ioctls.map((ioctl) => ({
      line: ioctl.line,
      text: `${ioctl.name}  ${byText(ioctl.on, targets, requestText)
        .map(([text, on]) => (on === ALL ? text : `${text} (${on})`))
        .join('; ')}`,
    })),
    ...header.enumerators
      .filter(({ name }) => !ioctls.has(name))
      .map(({ line, name, on }) => ({ line, text: `${name}  ${values(on)}` })),
    ...header.macros
      .filter(({ name }) => !ioctls.has(name))
      .map(({ line, name, parameters, body, on }) => ({
        line,
        text: `#define ${name}${parameters ? `(${parameters.join(', ')})` : ''}  ${values(on) || body}`.trimEnd(),
      })),
  ].sort((a, b) => a.line - b.line);
  const unresolved = header.unresolved.map(
    ({ line, name, reason }) => `${header.path}:${line}: ${name}: ${reason}`,
  );
  return [
    `/* ${header.name}: ${header.path} */`,
    ...lines.map(({ line, text }) => `${String(line).padStart(6)}  ${text}`),
    ...(unresolved.length > 0 ? ['', 'undetermined:', ...unresolved] : []),
  ].join('\n');
}

const ALL = 'all targets';

/** What the targets say, grouped where they say the same. */
function byText<T>(on: On<T>, targets: readonly TargetId[], text: (value: T) => string): [string, string][] {
  const groups = new Map<string, TargetId[]>();
  for (const target of targets) {
    const value = on.get(target);
    if (value === undefined) continue;
    const said =
      typeof value === 'object' && isUnknown(value as object)
        ? `undetermined: ${(value as { unknown: string }).unknown}`
        : text(value as T);
    groups.set(said, [...(groups.get(said) ?? []), target]);
  }
  return [...groups].map(([said, which]) => [said, which.length === targets.length ? ALL : which.join(', ')]);
}

function number(value: bigint): string {
  return value < 10n && value > -10n
    ? String(value)
    : `${value} (0x${(value < 0n ? -value : value).toString(16)}${value < 0n ? ' negated' : ''})`;
}

function valueLine([text, on]: readonly [string, string]): string {
  return `  ${text}  /* ${on} */`;
}

/** What was found, by its kind. */
export function foundText(found: FoundSymbol, targets: readonly TargetId[]): string {
  switch (found.is) {
    case 'header':
      return headerText(found.header, targets);
    case 'type':
      return typeText(found.type, targets);
    case 'ioctl':
      return ioctlText(found.ioctl, targets);
    case 'macro':
      return macroText(found.macro, targets);
    case 'enumerator':
      return enumeratorText(found.enumerator, targets);
  }
}
