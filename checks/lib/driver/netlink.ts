// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../../src/c/comments.ts';
import { lineOf } from '../../../src/c/lines.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { oneLine } from '../tell.ts';
import { bodiesOf, changedBodies, type FunctionText, firstMention } from './body.ts';
import { isDriver } from './code.ts';

/** A command of generic netlink that asks for a capability on one side only. */
export interface PermissionChange {
  readonly table: string;
  readonly command: string;
  readonly asks: boolean;
  /** Of the side that asks. */
  readonly place: Quotation;
}

const TABLE = /\bstruct\s+genl_(?:small_|split_)?ops\s+(\w+)\s*\[[^\]]*\]\s*=\s*\{/g;
const ROW = /\{[^{}]*\.cmd\s*=\s*([A-Z]\w+)[^{}]*\}/g;
const ADMIN = /\bGENL_(?:UNS_)?ADMIN_PERM\b/;

/** Commands for which a table asks CAP_NET_ADMIN now and did not, or the other way round. */
export function permissionChanges(before: Sources, after: Sources): PermissionChange[] {
  return after.paths.filter(isDriver).flatMap((path) => {
    const [was, is] = [before.get(path)?.text, after.get(path)?.text];
    if (was === undefined || is === undefined || was === is || !/genl_\w*ops/.test(was)) return [];
    const now = rowsOf(path, is);
    return [...rowsOf(path, was)].flatMap(([key, old]): PermissionChange[] => {
      const row = now.get(key);
      if (!row || row.asks === old.asks) return [];
      return [{ ...row, place: row.asks ? row.place : old.place }];
    });
  });
}

/** By table, command and what it calls: of one command, one row answers and one dumps. */
function rowsOf(path: string, text: string): Map<string, PermissionChange> {
  const plain = blankComments(text);
  const rows = new Map<string, PermissionChange>();
  for (const { index, 0: head, 1: table = '' } of plain.matchAll(TABLE)) {
    const end = plain.indexOf('\n};', index);
    const body = plain.slice(index + head.length, end < 0 ? undefined : end);
    for (const row of body.matchAll(ROW)) {
      const [whole, command = ''] = row;
      const line = lineOf(plain, index + head.length + row.index);
      const calls = [...whole.matchAll(/\.(?:doit|dumpit)\s*=\s*(\w+)/g)].map(([, name]) => name).join();
      const place = { file: path, line, text: oneLine(whole) };
      rows.set(`${table} ${command} ${calls}`, { table, command, asks: ADMIN.test(whole), place });
    }
  }
  return rows;
}

/** What a function no longer puts into a message, or puts in another form: `u32`, `string`. */
export interface SentChange {
  readonly function: string;
  readonly attribute: string;
  readonly was: string;
  /** Undefined where no function at hand sends it any more. */
  readonly is: string | undefined;
  /** Of the side before. */
  readonly place: Quotation;
}

const PUT = /\bnla_(?:put(?:_(\w+))?|(nest_start)(?:_noflag)?)\s*\(\s*\w+\s*,\s*([A-Z][A-Z0-9]*_\w+)/g;

/** Attributes that functions sent before the change and send no more, or as numbers of another size, or as no number. */
export function sentChanges(before: Sources, after: Sources): SentChange[] {
  const pairs = changedBodies(before, after).filter((pair) => pair.before.text.includes('nla_'));
  if (pairs.length === 0) return [];
  const still = new Set(bodiesOf(after).flatMap((body) => [...sentBy(body).keys(), ...handedOn(body)]));
  return pairs.flatMap(({ before: old, after: now }) => {
    const [was, is] = [sentBy(old), sentBy(now)];
    const fresh = [...is].filter(([name]) => !was.has(name));
    const lost = [...was.keys()].filter((name) => !is.has(name));
    return [...was].flatMap(([attribute, forms]): SentChange[] => {
      const other = is.get(attribute);
      const place = firstMention(old, attribute);
      const change = { function: old.name, attribute, was: forms, place };
      if (other === undefined) {
        // Another attribute in the same form has taken its place, or as many as are gone: the names changed.
        const renamed =
          fresh.some(([, form]) => form === forms) || (lost.length > 1 && fresh.length === lost.length);
        return still.has(attribute) || renamed ? [] : [{ ...change, is: undefined }];
      }
      return forms === other ||
        isOneValue(old, now, attribute) ||
        forms.includes(' ') ||
        other.includes(' ') ||
        !isPlain(forms) ||
        !isPlain(other)
        ? []
        : [{ ...change, is: other }];
    });
  });
}

/** `nla_put_be32(skb, A, htonl(x))` and `nla_put_u32(skb, A, htonl(x))`: the same bytes. */
function isOneValue(was: FunctionText, is: FunctionText, attribute: string): boolean {
  const put = new RegExp(
    `\\bnla_put_(?:be|net|u)(\\d+)\\s*\\(\\s*\\w+\\s*,\\s*${attribute}\\s*,([^;]*?)\\)\\s*(?:\\)|;|\\|)`,
  );
  const [one, other] = [was, is].map(({ text }) => {
    const [, width = '', value = ''] = put.exec(text) ?? [];
    return `${width} ${value.replace(/\(__force[^()]*\)/g, '').replace(/\s+/g, '')}`;
  });
  return one !== ' ' && one === other;
}

/** The form or forms in which a function sends each attribute. */
function sentBy({ text }: FunctionText): Map<string, string> {
  const forms = new Map<string, Set<string>>();
  for (const [, put = 'data', nest, name = ''] of text.matchAll(PUT)) {
    const own = forms.get(name) ?? new Set();
    own.add(nest ?? put.replace(/_64bit$/, ''));
    forms.set(name, own);
  }
  return new Map([...forms].map(([name, own]) => [name, [...own].sort().join(' ')]));
}

/** Attributes that a function passes to another one, or that a variable stands for: `lamp_put(skb, LAMP_A_HUE)`. */
function handedOn({ text }: FunctionText): string[] {
  const passed = [...text.matchAll(/\b(\w+)\(([^;{}()]*(?:\([^()]*\)[^;{}()]*)*)\)/g)].flatMap(
    ([, callee = '', all = '']) =>
      /^(?:if|while|for|switch|return|nla_(?:find|get|parse)\w*)$/.test(callee)
        ? []
        : [...all.matchAll(/(?:^|,)\s*([A-Z][A-Z0-9]*_\w+)\s*(?=,|$)/g)].map(([, name = '']) => name),
  );
  if (!text.includes('nla_put')) return passed;
  const kept = text.matchAll(/(?<![=!<>])[=?:]\s*([A-Z][A-Z0-9]*_\w+)(?=\s*[;:])/g);
  return [...passed, ...[...kept].map(([, name = '']) => name)];
}

function isPlain(form: string): boolean {
  return /^(?:[us]|be|le|net)\d+$|^(?:string|flag|msecs|[us]int|nest_start)$/.test(form);
}
