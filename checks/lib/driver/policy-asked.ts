// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import { bodiesOf } from './body.ts';
import { isDriver } from './code.ts';

/**
 * Whether a file looked at the value of an attribute before the policy did: a narrower range may only say what it refused
 * anyway. It handed the attribute to a function that is none of those that read it, walked what is nested in it, or
 * compared what it read.
 */
export function isAskedAnyway(before: Sources, path: string, attribute: string): boolean {
  return bodiesOf(before).some(
    (body) => body.path === path && body.text.includes(attribute) && asks(body.text, attribute),
  );
}

/**
 * What the code itself asks of an attribute that no policy bounds any more, in its file or in one beside it; undefined
 * where no function at hand reads it.
 */
export function isBoundedByCode(after: Sources, path: string, attribute: string): boolean | undefined {
  const folder = path.replace(/[^/]*$/, '');
  const readers = bodiesOf(after).filter(
    (body) => body.path.startsWith(folder) && new RegExp(`\\b${attribute}\\b`).test(body.text),
  );
  return readers.length === 0 ? undefined : readers.some(({ text }) => asks(text, attribute));
}

function asks(text: string, attribute: string): boolean {
  const own = String.raw`\[\s*${attribute}\s*\]`;
  for (const [, callee = ''] of text.matchAll(
    new RegExp(`\\b(\\w+)\\(\\s*(?:[^;{}]*[,*(]\\s*)?[\\w>.-]+${own}\\s*[,)]`, 'g'),
  ))
    if (
      !/^(?:if|while|switch|return|sizeof|nla_get_\w+|nla_data|nla_len|strcpy|memcpy|be\d+_to_cpu|nto[hl]+s?)$/.test(
        callee,
      )
    )
      return true;
  // Handed over by its number: `lamp_parse(info, LAMP_A_HUE)`.
  if (
    new RegExp(`\\b[a-z_]\\w+\\([^;{}()]*,\\s*${attribute}\\s*[,)]`).test(
      text.replace(/\bnla_put\w*\([^;]*/g, ''),
    )
  )
    return true;
  for (const [, variable = ''] of text.matchAll(
    new RegExp(`([\\w>.-]*\\w)\\s*[|&]?=[^=;{}]*${own}[^;]*;`, 'g'),
  )) {
    const word = variable.replace(/[.]/g, '\\.');
    if (new RegExp(`\\b(?:if|switch)\\s*\\([^;{}]*(?<![\\w>.])${word}\\b(?![\\w>.-])`).test(text))
      return true;
  }
  return new RegExp(`\\b(?:if|switch)\\s*\\([^;{}]*nla_(?:get_\\w+|len)\\([^;{}]*${own}`).test(text);
}

/** The number that a name stands for in the file or a header of the kernel at hand, where that is a plain number. */
export function definedNumber(sources: Sources, path: string, name: string): bigint | undefined {
  const define = new RegExp(
    `^[ \\t]*#[ \\t]*define[ \\t]+${name}[ \\t]+\\(?(0[xX][\\da-fA-F]+|\\d+)[uUlL]*\\)?[ \\t]*(?:/|$)`,
    'm',
  );
  const paths = [path, ...sources.paths.filter((other) => isDriver(other) && other.endsWith('.h'))];
  for (const other of paths) {
    const text = sources.get(other)?.text;
    const value = text?.includes(name) ? define.exec(text)?.[1] : undefined;
    if (value !== undefined) return BigInt(value);
  }
  return undefined;
}
