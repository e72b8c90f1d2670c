// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseKtap } from '../../guest/ktap.ts';
import { Column } from './column.ts';
import { type Due, dueOf } from './due.ts';
import type { LiveProgram } from './programs.ts';

const program = (name: string, hash = name, quick = true): LiveProgram => ({ name, path: name, hash, quick });
const PROGRAMS = [program('open'), program('read'), program('time', 'time', false)];
const STATE = { modules: 'm1', contract: 'opens yes\n' };
const all = () => true;
const names = ({ batches }: Due) => batches.map((batch) => batch.map((one) => one.program.name));

/** What a guest would have said of all that was due. */
function ran(column: Column, due: Due): void {
  for (const { program: one, key } of due.batches.flat()) {
    const document = parseKtap(`TAP version 13\n1..1\nok 1 ${one.name}.works\n`);
    column.put({ name: one.name, verdict: 'PASS', end: { exit: 0 }, document }, key);
  }
  column.attempt = due.whole;
}

test('at first everything is due, the quick programs before the others', () => {
  expect(names(dueOf(new Column('a'), STATE, PROGRAMS, all))).toEqual([['open', 'read'], ['time']]);
});

test('nothing is due of what is as it was', () => {
  const column = new Column('a');
  ran(column, dueOf(column, STATE, PROGRAMS, all));
  expect(names(dueOf(column, STATE, PROGRAMS, all))).toEqual([]);
});

test('other modules or another contract make everything due, another program that one alone', () => {
  const column = new Column('a');
  ran(column, dueOf(column, STATE, PROGRAMS, all));
  expect(names(dueOf(column, { ...STATE, modules: 'm2' }, PROGRAMS, all))).toEqual([
    ['open', 'read'],
    ['time'],
  ]);
  expect(names(dueOf(column, { ...STATE, contract: '' }, PROGRAMS, all))).toEqual([
    ['open', 'read'],
    ['time'],
  ]);
  const edited = PROGRAMS.map((one) => (one.name === 'read' ? program('read', 'other') : one));
  expect(names(dueOf(column, STATE, edited, all))).toEqual([['read']]);
});

test('a filter makes due what it lets through, and what it is taken back for is due then', () => {
  const column = new Column('a');
  ran(
    column,
    dueOf(column, STATE, PROGRAMS, (name) => name === 'open'),
  );
  expect(names(dueOf(column, STATE, PROGRAMS, all))).toEqual([['read'], ['time']]);
});

test('what took its guest down does not run again as it is, and does when it is asked for', () => {
  const column = new Column('a');
  // The guest died in the first program: no result was put.
  column.attempt = dueOf(column, STATE, PROGRAMS, all).whole;
  expect(names(dueOf(column, STATE, PROGRAMS, all))).toEqual([]);
  column.forget();
  expect(names(dueOf(column, STATE, PROGRAMS, all))).toEqual([['open', 'read'], ['time']]);
  column.attempt = dueOf(column, STATE, PROGRAMS, all).whole;
  expect(names(dueOf(column, { ...STATE, modules: 'mended' }, PROGRAMS, all))).toEqual([
    ['open', 'read'],
    ['time'],
  ]);
});
