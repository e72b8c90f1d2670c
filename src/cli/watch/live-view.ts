// SPDX-License-Identifier: GPL-2.0-only
import type { Duplex } from 'node:stream';
import type { Progress } from '../../context.ts';
import type { Loop } from '../../evidence/live/loop.ts';
import type { Round } from '../../evidence/live/round.ts';
import type { Terminal } from '../command.ts';
import type { RoundDriver } from './drive.ts';
import { type Keyboard, Keys } from './keys.ts';
import { picture } from './picture.ts';
import { type Canvas, Screen } from './screen.ts';

/** Ends the guest under a shell that does not answer. */
const CTRL_BRACKET = 0x1d;

/** The columns on a terminal, painted over themselves, and the keys. */
export class LiveView {
  private readonly screen: Screen;
  private readonly keys: Keys;
  private readonly running = new Map<string, string>();
  private round: Round | undefined;
  private help = false;
  private said = '';
  private loop: Loop | undefined;
  private driver: RoundDriver | undefined;

  /** @param busybox where the host has a static one. @throws HostLacks */
  constructor(
    private readonly title: string,
    private readonly canvas: Canvas,
    keyboard: Keyboard,
    private readonly busybox: () => string,
    private readonly colour: Terminal['colour'],
  ) {
    this.screen = new Screen(canvas, () => this.lines());
    this.keys = new Keys(
      keyboard,
      (key) => this.press(key),
      () => this.screen.stir(),
    );
  }

  begin(loop: Loop, driver: RoundDriver): void {
    this.loop = loop;
    this.driver = driver;
    this.keys.begin();
    this.screen.begin();
  }

  end(): void {
    this.screen.end(true);
    this.keys.end();
  }

  /** In place of lines of progress. */
  report({ task, state, text = '' }: Progress): void {
    this.running.delete(task);
    if (state === 'start' || state === 'note' || state === 'step') this.running.set(task, text);
    this.stir();
  }

  stir(): void {
    this.screen.stir();
  }

  tell(round: Round): void {
    this.round = round;
    this.running.clear();
    this.stir();
  }

  private lines(): string[] {
    const { loop, round, help, title } = this;
    const newest = [...this.running].at(-1);
    const activity = newest ? newest.filter(Boolean).join('  ') : this.said;
    const shown = { title, columns: loop?.columns ?? [], filter: loop?.filter, round, activity, help };
    return picture({ ...shown, question: this.keys.line }, this.colour).flatMap((line) => line.split('\n'));
  }

  private press(key: string): void {
    const { driver } = this;
    this.said = '';
    if (key === 'q') driver?.quit();
    else if (key === 'h' || key === '?') this.help = !this.help;
    else if (key === 'a') driver?.want({ kind: 'again', why: 'all again', failed: false });
    else if (key === 'f') driver?.want({ kind: 'again', why: 'failed again', failed: true });
    else if (key === 't') void this.askFilter();
    else if (key === 's') void this.askShell();
  }

  private async askFilter(): Promise<void> {
    const typed = await this.keys.ask('tests whose names match: ');
    if (typed === undefined) return;
    try {
      const filter = typed === '' ? undefined : new RegExp(typed, 'i');
      this.driver?.want({ kind: 'filter', filter });
    } catch {
      this.said = `this is no pattern: ${typed}`;
    }
  }

  private async askShell(): Promise<void> {
    const names = (this.loop?.columns ?? []).map(({ name }) => name);
    const list = names.map((name, at) => `${at + 1} ${name}`).join(', ');
    const typed = await this.keys.ask(`a shell in which (${list})? `);
    if (typed === undefined || typed === '') return;
    const name = names[Number(typed) - 1] ?? names.find((one) => one.startsWith(typed));
    if (name === undefined) this.said = `there is no design ${typed}`;
    else this.driver?.want({ kind: 'do', work: () => this.shell(name) });
    this.stir();
  }

  private async shell(name: string): Promise<void> {
    const { canvas } = this;
    let busybox: string;
    try {
      busybox = this.busybox();
    } catch (error) {
      this.said = (error as Error).message;
      this.stir();
      return;
    }
    this.screen.end(false);
    canvas.write(`A shell in ${name}: "exit" leaves it, Ctrl-] ends its guest.\r\n`);
    try {
      const had = await this.loop?.shell(name, busybox, (console, end) => this.attach(console, end));
      if (!had) this.said = `${name} has no modules now`;
    } finally {
      this.keys.lend(undefined);
      this.screen.begin();
    }
  }

  private attach(console: Duplex, end: () => void): () => void {
    const show = (data: Buffer) => this.canvas.write(data.toString('utf8'));
    console.on('data', show);
    this.keys.lend((data) => {
      if (data.includes(CTRL_BRACKET)) end();
      else console.write(data);
    });
    return () => console.off('data', show);
  }
}
