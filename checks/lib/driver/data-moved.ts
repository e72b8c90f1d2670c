// SPDX-License-Identifier: GPL-2.0-only
// read() and write() of a file, recvmsg() and sendmsg() of a socket, and attributes of sysfs that no longer move data.
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, bodiesOf, changedBodies, type FunctionText } from './body.ts';
import { type OperationEntry, operationsIn } from './operations.ts';

export interface DataLost extends BodyPair {
  /** `read`, `write`, `sendmsg`; `show` and `store` of an attribute. */
  readonly call: string;
  /** What it answers everybody now, `0`, `-EIO`, each once; empty where it only leaves the buffer alone. */
  readonly answers: readonly string[];
}

/** What a function gets or gives data by, by the type of its parameter. */
const BUFFER = /(?:\b__user\s*\*|\bstruct\s+(?:iov_iter|msghdr)\s*\*|\b(?:char|u8|void)\s*\*)\s*(\w+)\s*$/;
/** Of a table's entries, those that move data by their second parameter. */
const MOVES = /^(?:proc_)?(read|write)(?:_iter)?$|^(sendmsg|recvmsg)$/;

/** Functions that moved data for somebody and that move it for nobody now. */
export function dataLost(before: Sources, after: Sources): DataLost[] {
  const changed = [...changedBodies(before, after), ...exchanged(before, after)];
  const lost = changed.flatMap((pair): DataLost[] => {
    const attribute = attributeCall(pair.after.text);
    const answers = lostIn(pair, attribute ? 2 : 1);
    return answers ? [{ ...pair, call: attribute ?? '', answers }] : [];
  });
  if (lost.length === 0) return [];
  const calls = new Map(
    after.paths
      .filter((path) => lost.some(({ after: { name } }) => after.get(path)?.text.includes(name)))
      .flatMap((path) => operationsIn(after.get(path)))
      .flatMap(({ entries }) => entries)
      .flatMap(({ entry, handler }) => {
        const call = MOVES.exec(entry);
        return call ? [[handler, call[1] ?? call[2] ?? ''] as const] : [];
      }),
  );
  return lost.flatMap((one) => {
    if (isOfDebugfs(after.get(one.after.path)?.text ?? '')) return [];
    const call = one.call || calls.get(one.after.name);
    return call ? [{ ...one, call }] : [];
  });
}

/** Files of debugfs are no interface: Documentation/filesystems/debugfs.rst. */
function isOfDebugfs(text: string): boolean {
  return (
    text.includes('debugfs_create_file') &&
    !/\b(?:misc_register|cdev_|register_chrdev|proc_create)/.test(text)
  );
}

/** Entries of a table that another function serves now. */
function exchanged(before: Sources, after: Sources): BodyPair[] {
  return after.paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (!was || !is || was.text === is.text) return [];
    const old = operationsIn(was);
    return operationsIn(is).flatMap(({ name, entries }) => {
      const those = old.find((one) => one.name === name)?.entries ?? [];
      return entries.flatMap(({ entry, handler }): BodyPair[] => {
        const same = (one: OperationEntry) => callOf(one.entry) === callOf(entry);
        const other = MOVES.test(entry) ? those.find(same) : undefined;
        if (!other || other.handler === handler) return [];
        const [then, now] = [bodyOf(before, path, other.handler), bodyOf(after, path, handler)];
        return then && now ? [{ before: then, after: now }] : [];
      });
    });
  });
}

function callOf(entry: string): string {
  return MOVES.exec(entry)?.[1] ?? entry;
}

function bodyOf(sources: Sources, path: string, name: string): FunctionText | undefined {
  return bodiesOf(sources).find((body) => body.path === path && body.name === name);
}

function attributeCall(text: string): string | undefined {
  const head = headOf(text);
  if (!/\bstruct\s+\w*attribute\s*\*/.test(head)) return undefined;
  return /_(show|store)\s*\(/.exec(head)?.[1];
}

/** What the function answers everybody now; undefined where it still moves data, or did not. */
function lostIn({ before, after }: BodyPair, place: number): string[] | undefined {
  const [was, is] = [bufferOf(before.text, place), bufferOf(after.text, place)];
  if (was === undefined || is === undefined || !mentions(before.text.slice(headOf(before.text).length), was))
    return undefined;
  const [then, now] = [reachable(before.text), reachable(after.text)];
  if (!mentions(then, was)) return undefined;
  const [counts, answers] = [answersOf(then), answersOf(now)];
  if (!counts.some((one) => !isConstant(one))) return undefined;
  if (answers.length > 0 && answers.every(isConstant)) return [...new Set(answers)];
  return mentions(now, is) ? undefined : [];
}

function headOf(text: string): string {
  return text.slice(0, text.indexOf('{'));
}

function bufferOf(text: string, place: number): string | undefined {
  const head = headOf(text);
  const all = head.slice(head.indexOf('(') + 1, head.lastIndexOf(')')).split(',');
  return BUFFER.exec(all[place]?.trim() ?? '')?.[1];
}

function mentions(body: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(body);
}

/** The body without what stands behind a return on every way, up to the next label. */
function reachable(text: string): string {
  const body = text.slice(text.indexOf('{'));
  const always = /(?<=[;{}]\s*)\n\t(return\b[^;]*;)[\s\S]*?(?=\n\w+:|\n\}\s*$)/g;
  return body.replace(always, '\n\t$1');
}

/** What each return gives; a variable by what it was last set to, where an `if` says that it is an error by that. */
function answersOf(body: string): string[] {
  return [...body.matchAll(/\breturn\b\s*([^;]*);/g)].flatMap(({ 1: value = '', index }) => {
    const [, condition = '', last = value] = /^(.*?)\?(?:.*:)?\s*([^:]*)$/s.exec(value) ?? [];
    const choices = condition ? [...value.slice(condition.length + 1).split(':')] : [last];
    return choices.flatMap((one) => valuesOf(one.trim(), body, index));
  });
}

function valuesOf(value: string, body: string, at: number): string[] {
  if (!/^[a-z]\w*$/.test(value)) return [value.replace(/^\((.*)\)$/s, '$1').trim()];
  const asked = new RegExp(
    `\\bif\\s*\\(\\s*(?:unlikely\\()?${value}(?:\\s*<\\s*0)?\\)?\\s*\\)\\s*\\{?[^;{}]*$`,
  );
  if (asked.test(body.slice(0, at))) return ['-errno'];
  const set = [...body.matchAll(new RegExp(`\\b${value}\\s*([-+|]?)=(?!=)\\s*([^;,]*)[;,]`, 'g'))];
  return set.length === 0 ? [value] : set.map(([, operator, to = '']) => (operator ? value : to.trim()));
}

/** 0, or an error. */
function isConstant(value: string): boolean {
  return /^(?:0|-E[A-Z0-9]+|-errno|PTR_ERR\(.*\))$/.test(value);
}
