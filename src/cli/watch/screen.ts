// SPDX-License-Identifier: GPL-2.0-only
import { stripVTControlCharacters } from 'node:util';

/** A terminal, as far as a picture is painted on it. */
export interface Canvas {
  write(text: string): void;
  readonly columns: number;
  readonly rows: number;
}

const HOME = '\x1b[H';
const REST_OF_LINE = '\x1b[K';
const REST_OF_SCREEN = '\x1b[J';
const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';
const RESET = '\x1b[0m';
/** Milliseconds between two pictures. */
const PAUSE = 80;

/** A picture that is painted over itself, at most twelve times a second. */
export class Screen {
  private timer: NodeJS.Timeout | undefined;
  private last = '';
  private held = true;

  /** @param lines of the picture as it is now */
  constructor(
    private readonly canvas: Canvas,
    private readonly lines: () => readonly string[],
  ) {}

  /** Takes the terminal. */
  begin(): void {
    this.held = false;
    this.last = '';
    this.canvas.write(`${HIDE}${HOME}${REST_OF_SCREEN}`);
    this.paint();
  }

  /** Something has changed. */
  stir(): void {
    if (this.held || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.paint();
    }, PAUSE);
  }

  /** Lets go of the terminal; the last picture stays, or makes room. */
  end(keep: boolean): void {
    if (this.held) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (keep) this.paint();
    this.held = true;
    this.canvas.write(keep ? `\n${SHOW}` : `${HOME}${REST_OF_SCREEN}${SHOW}`);
  }

  private paint(): void {
    const { columns, rows } = this.canvas;
    const all = this.lines();
    // The last line of a terminal scrolls when it is full.
    const room = Math.max(1, rows - 1);
    const cut =
      all.length > room ? [...all.slice(0, room - 1), `… ${all.length - room + 1} lines more`] : all;
    const picture = cut.map((line) => clipped(line, columns) + REST_OF_LINE).join('\n');
    if (picture === this.last) return;
    this.last = picture;
    this.canvas.write(`${HOME}${picture}${REST_OF_SCREEN}`);
  }
}

/** As much of a line as a terminal has room for; colours take none. */
export function clipped(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  if (plain.length <= columns) return line;
  let room = Math.max(0, columns - 1);
  const parts = line.split(/(\x1b\[[0-9;]*m)/).map((part) => {
    if (part.startsWith('\x1b')) return part;
    const kept = part.slice(0, room);
    room -= kept.length;
    return kept;
  });
  return `${parts.join('')}…${RESET}`;
}
