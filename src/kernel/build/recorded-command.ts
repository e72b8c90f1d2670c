// SPDX-License-Identifier: GPL-2.0-only

/** How kbuild made one file, as it wrote it down beside it (scripts/Kbuild.include, if_changed). */
export interface RecordedCommand {
  /** For a shell. */
  readonly command: string;
  /** Whether it was run in the folder of the file, as kbuild does for external modules since v6.13, or in the kernel's. */
  readonly beside: boolean;
}

/**
 * The command of a `.x.o.cmd` file.
 *
 * @returns undefined where there is none, or one that only make could run
 */
export function recordedCommand(text: string): RecordedCommand | undefined {
  const [, target = '', recorded] = /^(?:saved)?cmd_(\S+) := (.*)$/m.exec(text) ?? [];
  if (recorded === undefined) return undefined;
  const command = recorded.replaceAll('$$', '\0').replaceAll('\\#', '#').replaceAll('$(pound)', '#');
  if (command.includes('$(')) return undefined;
  return { command: command.replaceAll('\0', '$'), beside: !target.startsWith('/') };
}
