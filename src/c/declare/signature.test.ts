// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { tokenise } from '../token.ts';
import { parametersIn, signatureOf } from './signature.ts';

const signature = (text: string) => signatureOf(tokenise(text), 'lamp');
const names = (text: string) => parametersIn(tokenise(text), 'lamp');

test('a signature is the result and the types of the parameters, without names and storage', () => {
  expect(signature('static __always_inline __u32 lamp(struct lamp *one, const __u8 name[4])')).toBe(
    '__u32 (struct lamp *, const __u8 [ 4 ])',
  );
  expect(signature('extern int lamp(void)')).toBe('int (void)');
  expect(signature('int lamp()')).toBe('int (void)');
});

test('attributes are no part of it, before, between or behind', () => {
  expect(
    signature('__attribute__((pure)) int __attribute((cold)) lamp(int a) __attribute__((nonnull(1)))'),
  ).toBe('int (int)');
});

test('a type that stands alone is no name', () => {
  expect(signature('int lamp(struct lamp, unsigned int, const lamp_t, lamp_t one)')).toBe(
    'int (struct lamp, unsigned int, const lamp_t, lamp_t)',
  );
  expect(names('int lamp(struct lamp, unsigned int, const lamp_t, lamp_t one)')).toEqual(['one']);
});

test('a pointer to a function keeps its parentheses and loses its name', () => {
  expect(signature('int lamp(int (*call)(int, int), void *with)')).toBe(
    'int (int ( * ) ( int , int ), void *)',
  );
  expect(names('int lamp(int (*call)(int, int), void *with)')).toEqual(['call', 'with']);
});

test('of another function nothing is told but its words', () => {
  expect(signature('int torch(int hue)')).toBe('int torch ( int hue )');
  expect(names('int torch(int hue)')).toEqual([]);
});
