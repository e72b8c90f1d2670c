// SPDX-License-Identifier: GPL-2.0-only
import { alarms, worst } from './console.ts';
import type { Stop } from './guest-end.ts';

/** Seconds. */
export interface Limits {
  /** From QEMU's start to the first line of the result stream. */
  boot: number;
  /** Without a byte from either port. Longer than a program may take: init ends those by itself. */
  silence: number;
  /** For a whole boot. */
  overall: number;
  /**
   * From QEMU's greeting to the console's first byte. For KVM, which may execute nothing, and a boot that takes its time
   * there is better made elsewhere; absent where there is nothing else.
   */
  sign?: number;
}

/** Something that a waiting person may want to know; `seconds` since the boot began. */
export type GuestEvent =
  | { kind: 'up'; release: string; seconds: number }
  | { kind: 'cell'; cell: string; state: 'begin' | 'end' | 'error'; text: string; seconds: number }
  | { kind: 'program'; cell: string; program: string; seconds: number }
  /** A program wants the host to do something to the machine: `# ask <words>`. */
  | { kind: 'ask'; words: readonly string[]; seconds: number };

/** Bytes of console after which nobody will read the rest; a debug kernel's longest report is some 100 KB. */
export const FLOOD = 32 * 2 ** 20;

/** Seconds that a boot takes under TCG on a quiet host, and how many times that long is waited at most. */
const USUAL = 5;
const MOST = 10;

/** Seconds that the console gets to finish a report before the guest is stopped. */
const GRACE = { quiet: 0.3, most: 2, panic: 5, powerOff: 10 };

/**
 * Decides from what comes out of a guest, and when, whether to go on waiting. Knows no clock: every call
 * is given the seconds since the boot began, never decreasing.
 */
export class Watch {
  private console = '';
  private line = '';
  private consoleBytes = 0;
  private lastByte = 0;
  private lastConsole = 0;
  private greeted: number | undefined;
  private halted: string | undefined;
  private restarted = false;
  private up = false;
  /** How many times as long as usual the boot took: what comes after it takes as much longer. */
  private slowness = 1;
  private cell = '';
  private ended: number | undefined;
  private error: number | undefined;
  private alarm: { kind: 'panic' | 'splat'; since: number } | undefined;

  constructor(
    private readonly limits: Limits,
    private readonly tell: (event: GuestEvent) => void = () => undefined,
    private readonly knownSplats: readonly string[] = [],
  ) {}

  /** How many times as long as usual the boot took; 1 before it is over. */
  get pace(): number {
    return this.slowness;
  }

  /**
   * The guest is up already, and has waited: what is watched is one piece of its work, from 0 s on.
   *
   * @param pace that of the watch over its boot
   */
  resume(pace: number): void {
    this.up = true;
    this.slowness = pace;
  }

  onConsole(text: string, seconds: number): void {
    if (text === '') return;
    this.lastByte = this.lastConsole = seconds;
    this.consoleBytes += text.length;
    this.console += text;
    const found =
      this.alarm?.kind === 'panic' ? undefined : worst(alarms(this.console, [], this.knownSplats));
    if (found && found.kind !== this.alarm?.kind) this.alarm = { kind: found.kind, since: seconds };
    // Complete lines have been checked; only the unfinished one stays.
    this.console = this.console.slice(this.console.lastIndexOf('\n') + 1);
  }

  onResults(text: string, seconds: number): void {
    if (text === '') return;
    this.lastByte = seconds;
    const lines = (this.line + text).split('\n');
    this.line = lines.pop() ?? '';
    for (const line of lines) this.onLine(line.trimEnd(), seconds);
  }

  /** QEMU takes commands: how long it needed for that says how busy the host is. */
  onGreeting(seconds: number): void {
    this.greeted ??= seconds;
  }

  /** QEMU has stopped the guest. */
  onHalted(state: string): void {
    this.halted ??= state;
  }

  /** Why to stop now; undefined while there is reason to wait. */
  stop(seconds: number): Stop | undefined {
    const { alarm, limits } = this;
    if (this.consoleBytes > FLOOD) return 'flood';
    if (this.restarted) return 'restarted';
    if (this.halted !== undefined) return this.halted === 'internal-error' ? 'internal-error' : 'paused';
    if (alarm?.kind === 'panic' && seconds - alarm.since >= GRACE.panic) return 'panic';
    const settled = (since: number): boolean =>
      seconds - this.lastConsole >= GRACE.quiet || seconds - since >= GRACE.most;
    if (alarm?.kind === 'splat' && settled(alarm.since)) return 'splat';
    if (this.error !== undefined && settled(this.error)) return 'error';
    if (this.ended !== undefined) return seconds - this.ended >= GRACE.powerOff ? 'ended' : undefined;
    if (!this.up && this.tooLate(seconds)) return 'boot-timeout';
    if (this.lifeless(seconds)) return 'lifeless';
    const slow = this.slowness;
    if (this.up && seconds - this.lastByte >= limits.silence * slow) return 'hang';
    return this.up && seconds >= limits.overall * slow ? 'overall' : undefined;
  }

  /** Seconds since the last byte from either port. */
  silence(seconds: number): number {
    return seconds - this.lastByte;
  }

  /** A kernel that goes on writing comes up at last, on a host that has little time for it. */
  private tooLate(seconds: number): boolean {
    const { boot, sign } = this.limits;
    if (sign !== undefined) return seconds >= boot;
    return seconds >= boot && (this.silence(seconds) >= boot / 2 || seconds >= boot * MOST);
  }

  private lifeless(seconds: number): boolean {
    const { sign } = this.limits;
    if (sign === undefined || this.greeted === undefined || this.up || this.consoleBytes > 0) return false;
    // On a host that is busy, QEMU's start takes long as well.
    return seconds - this.greeted >= sign * (1 + this.greeted);
  }

  private onLine(line: string, seconds: number): void {
    const [mark, ...words] = line.split(' ');
    if (mark === '#' && words[0] === 'ask' && words.length > 1)
      this.tell({ kind: 'ask', words: words.slice(1), seconds });
    if (mark !== 'KPW') return;
    const [what = '', name = '', state = ''] = words;
    if (name === 'boot') {
      this.restarted = this.up;
      this.up = true;
      this.slowness = Math.min(MOST, Math.max(1, seconds / USUAL));
      this.tell({ kind: 'up', release: state.replace('release=', ''), seconds });
    } else if (what === 'cell' && (state === 'begin' || state === 'end')) {
      this.cell = name;
      this.tell({ kind: 'cell', cell: name, state, text: '', seconds });
    } else if (what === 'program' && state === 'begin')
      this.tell({ kind: 'program', cell: this.cell, program: name, seconds });
    else if (what === 'error') {
      // A module that did not go away, or a device that is stuck, spoils the cells that come after.
      this.error = seconds;
      this.tell({ kind: 'cell', cell: this.cell, state: 'error', text: words.slice(1).join(' '), seconds });
    } else if (what === 'end' && words.length === 1) this.ended = seconds;
  }
}
