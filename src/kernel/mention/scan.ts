// SPDX-License-Identifier: GPL-2.0-only
import { SHORTEST, START, salted, step, type WordKind } from './word.ts';

const SPACE = 0x20;
const TAB = 0x09;

/** 1: may stand in a word; 2: is a digit; 4: is a lower-case letter. */
const CLASS = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ_') CLASS[letter.charCodeAt(0)] = 1;
for (const letter of 'abcdefghijklmnopqrstuvwxyz') CLASS[letter.charCodeAt(0)] = 1 | 4;
for (const digit of '0123456789') CLASS[digit.charCodeAt(0)] = 1 | 2;

/** Reads bytes of C, in pieces of any length, and tells the words in them. Comments and strings are read like the rest. */
export class WordScanner {
  private hash = START;
  private length = 0;
  private lower = false;
  /** A word that has ended, and whose kind what comes next decides: 1 for just so, 2 behind `|`, `&` or `^`. */
  private ended: 0 | 1 | 2 = 0;
  private operator = 0;

  /** @param tell is handed the salted hash of each word */
  constructor(private readonly tell: (hash: number) => void) {}

  read(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      const kind = CLASS[byte] as number;
      if (kind !== 0) {
        if (this.length === 0) {
          if (kind & 2) {
            this.ended = 0;
            continue;
          }
          this.hash = START;
          this.lower = false;
        }
        this.ended = 0;
        this.hash = step(this.hash, byte);
        this.length++;
        if (kind & 4) this.lower = true;
        continue;
      }
      if (this.length > 0) this.end();
      if (this.ended !== 0) this.follow(byte);
    }
  }

  /** The file ends. */
  finish(): void {
    if (this.length > 0) this.end();
    this.ended = 0;
  }

  private end(): void {
    if (this.length >= SHORTEST) {
      if (!this.lower) this.say('constant');
      this.ended = 1;
    } else this.ended = 0;
    this.length = 0;
  }

  private follow(byte: number): void {
    if (this.ended === 2) {
      if (byte === 0x3d && this.operator !== 0) this.say('word-written');
      this.ended = 0;
    } else if (byte === SPACE || byte === TAB) return;
    else if (byte === 0x28) {
      this.say('call');
      this.ended = 0;
    } else if (byte === 0x7c || byte === 0x26 || byte === 0x5e) {
      this.operator = byte;
      this.ended = 2;
    } else this.ended = 0;
  }

  private say(kind: WordKind): void {
    this.tell(salted(this.hash, kind));
  }
}
