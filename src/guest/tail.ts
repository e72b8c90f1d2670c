// SPDX-License-Identifier: GPL-2.0-only
import { type FileHandle, open } from 'node:fs/promises';

/** What is appended to a file, piece by piece. */
export class Tail {
  private offset = 0;
  private readonly buffer = Buffer.alloc(65536);

  private constructor(private readonly file: FileHandle) {}

  static async open(path: string): Promise<Tail> {
    return new Tail(await open(path, 'r'));
  }

  /** latin1, so that a character which is still being written does no harm. */
  async more(): Promise<string> {
    let text = '';
    for (;;) {
      const { bytesRead } = await this.file.read(this.buffer, 0, this.buffer.length, this.offset);
      if (bytesRead === 0) return text;
      this.offset += bytesRead;
      text += this.buffer.toString('latin1', 0, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
