// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';

/** What `#pragma pack` says, as it is read. gcc manual, "Structure-Layout Pragmas". */
export class Pack {
  private readonly stack: number[] = [];
  private current = 0;

  /** Bytes that alignment is limited to; 0 for none. */
  get limit(): number {
    return this.current;
  }

  /** Whether nothing is limited, now or after a pop. */
  get isBare(): boolean {
    return this.current === 0 && this.stack.length === 0;
  }

  /** `pack(n)`, `pack()`, `pack(push)`, `pack(push, n)`, `pack(pop)`; of other pragmas none touches a layout. */
  pragma(tokens: readonly Token[]): void {
    if (tokens[0]?.text !== 'pack') return;
    const words = tokens.slice(2, -1).filter(({ text }) => text !== ',');
    const size = words.find(({ kind }) => kind === 'number');
    if (words[0]?.text === 'push') this.stack.push(this.current);
    if (words[0]?.text === 'pop') this.current = this.stack.pop() ?? 0;
    else if (size) this.current = Number(size.text);
    else if (words.length === 0) this.current = 0;
  }
}
