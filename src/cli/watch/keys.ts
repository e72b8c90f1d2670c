// SPDX-License-Identifier: GPL-2.0-only
import type { ReadStream } from 'node:tty';

/** Where keys come from: a terminal's input, or whatever a test types with. */
export type Keyboard = Pick<ReadStream, 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

const ENTER = ['\r', '\n'];
const BACK = ['\x7f', '\b'];
const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const CTRL_U = '\x15';

/** Keys, and lines that are typed in answer to a question. */
export class Keys {
  private question: { text: string; line: string; done(line: string | undefined): void } | undefined;
  private hand: ((data: Buffer) => void) | undefined;
  private readonly onData = (data: Buffer) => this.take(data);

  /**
   * @param press called with each key outside of a question
   * @param stir called when what is typed has changed
   */
  constructor(
    private readonly input: Keyboard,
    private readonly press: (key: string) => void,
    private readonly stir: () => void,
  ) {}

  begin(): void {
    this.input.setRawMode(true);
    this.input.on('data', this.onData);
    this.input.resume();
  }

  end(): void {
    this.input.off('data', this.onData);
    this.input.setRawMode(false);
    this.input.pause();
  }

  /** What is asked, and typed so far; undefined where nothing is asked. */
  get line(): string | undefined {
    return this.question && `${this.question.text}${this.question.line}▏`;
  }

  /** @returns undefined where she has thought better of it */
  ask(text: string): Promise<string | undefined> {
    return new Promise((done) => {
      this.question = { text, line: '', done };
      this.stir();
    });
  }

  /** Everything typed goes to somebody else, until that is taken back. */
  lend(hand: ((data: Buffer) => void) | undefined): void {
    this.hand = hand;
  }

  private take(data: Buffer): void {
    if (this.hand) {
      this.hand(data);
      return;
    }
    const text = data.toString('utf8');
    // An arrow, a function key: one sequence, and none of ours.
    if (text.startsWith(ESCAPE) && text.length > 1) return;
    for (const key of text) this.one(key);
  }

  private one(key: string): void {
    const { question } = this;
    if (!question || key === CTRL_C) {
      this.answer(undefined);
      this.press(key === CTRL_C ? 'q' : key);
    } else if (ENTER.includes(key)) this.answer(question.line);
    else if (key === ESCAPE) this.answer(undefined);
    else if (BACK.includes(key)) question.line = question.line.slice(0, -1);
    else if (key === CTRL_U) question.line = '';
    else if (key >= ' ') question.line += key;
    this.stir();
  }

  private answer(line: string | undefined): void {
    const { question } = this;
    this.question = undefined;
    question?.done(line);
  }
}
