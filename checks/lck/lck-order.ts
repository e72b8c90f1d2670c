// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../../src/c/parse.ts';
import type { Sources } from '../../src/series/topic.ts';
import { isDriver, quote } from '../lib/driver/code.ts';
import { codePartsOf } from '../lib/driver/functions.ts';
import { called } from '../lib/lock/atomic.ts';
import { changedFiles } from '../lib/lock/changed.ts';
import { TAKEN } from '../lib/lock/kinds.ts';
import { mayPair } from '../lib/lock/may-take.ts';
import { type Edge, edgesOf } from '../lib/lock/order.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'lck-order',
  severity: 'error',
  effect: 'defect',
  category: 'lck',
  needs: ['drivers'],
  apart: true,
  title: 'Two locks are taken one in the other, and elsewhere the other way round.',
  why: 'Two threads that each hold one of them and want the other wait for ever. Lockdep says so, where the kernel has it and both ways are taken.',
  reference: 'Documentation/locking/lockdep-design.rst, "Multi-lock dependency rules"',
  todo: 'Take them in one order everywhere, and say in a comment which.',
  compare: reversed,
};

/** Pairs that are new, where the other order is there as well. */
function reversed(subject: Subject): Found[] {
  const changed = changedFiles(subject, TAKEN);
  if (changed.length === 0) return [];
  const folders = new Set(changed.map(({ after: { path } }) => folderOf(path)));
  const files = filesOf(subject.after, folders);
  const reversible = mayReverse(subject.after, files);
  if (reversible.size === 0) return [];
  const now = edgesOf(subject.after, files, reversible);
  const suspects = now.filter(({ from, to }) => now.some((one) => one.from === to && one.to === from));
  if (suspects.length === 0) return [];
  const was = new Set(edgesOf(subject.before, filesOf(subject.before, folders), reversible).map(pair));
  const told = new Set<string>();
  return suspects.flatMap((edge): Found[] => {
    const other = now.find((one) => one.from === edge.to && one.to === edge.from);
    const both = [edge.from, edge.to].sort().join(' ');
    if (was.has(pair(edge)) || !other || told.has(both)) return [];
    told.add(both);
    const place = quote({ file: edge.file, node: edge.node });
    const message = `${edge.function}() takes ${edge.to} under ${called(edge.held)}, and ${other.function}() takes ${other.to} under ${called(other.held)}`;
    return [{ file: place.file, line: place.line, message, symbol: edge.function, after: place, key: both }];
  });
}

/** Pairs of locks that some function may take one in the other, and some function the other way round. */
function mayReverse(sources: Sources, files: readonly SourceFile[]): ReadonlySet<string> {
  const pairs = new Set(files.flatMap(codePartsOf).flatMap((part) => mayPair(sources, part)));
  return new Set([...pairs].filter((one) => pairs.has(one.split(' ').reverse().join(' '))));
}

function pair({ from, to }: Edge): string {
  return `${from} ${to}`;
}

function folderOf(path: string): string {
  return path.replace(/[^/]*$/, '');
}

function filesOf(sources: Sources, folders: ReadonlySet<string>): SourceFile[] {
  return sources.paths
    .filter((path) => isDriver(path) && path.endsWith('.c') && folders.has(folderOf(path)))
    .flatMap((path) => {
      const file = sources.get(path);
      return file && TAKEN.test(file.text) ? [file] : [];
    });
}
