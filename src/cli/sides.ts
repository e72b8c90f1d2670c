// SPDX-License-Identifier: GPL-2.0-only

/** What can be a side, for the descriptions of the uapi verbs. */
export const SIDE = `A side is debian:6.12, a kernel tree or the repository of a library, PATH or PATH@REV (any revision, no checkout
needed), a folder or a header at a revision (PATH@REV:FOLDER, PATH@REV:FILE.h), a directory of headers (/usr/include),
one header file, or a patch (FILE.patch, or - for standard input) applied to the other side.`;

/**
 * Standard input, whole, as latin1. A pipe that nobody writes to must not keep the program from ending at a signal.
 *
 * @throws the reason of the signal
 */
export async function standardInput(signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { stdin } = process;
  const stop = () => stdin.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stdin) chunks.push(chunk as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks).toString('latin1');
}
