// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';

/** A C or make error of a build, where it was seen. */
export interface CompilerMessage {
  /** In the tree: `drivers/vfio/pci/vfio_pci_core.c`. */
  file: string;
  line: number;
  /** From 1; 0 where the tool gives none. */
  column: number;
  level: 'error' | 'warning';
  text: string;
}

/** Where the paths of a build's messages point to. */
export interface MessagePaths {
  /** The folder that stands for the tree's top. */
  root: string;
  /** What relative paths are relative to, below the top: kbuild changes into M= since v6.13. */
  folder: string;
}

const MESSAGE = /^([^\s:][^:\n]*):(\d+):(?:(\d+):)? (fatal error|error|warning): (.*)$/;
const EXPANSION = /^([^\s:][^:\n]*):(\d+):(\d+): note: in (?:expansion|definition) of macro /;

/**
 * The errors and warnings of gcc's output that have a place, each once, in the order in which they came.
 *
 * A message about a macro of the kernel's own headers (BUILD_BUG_ON and its like) is placed where the tree's
 * files use it, at the outermost of the expansions that gcc lists after it: nobody can mend the header.
 */
export function parseCompilerMessages(output: string, paths: MessagePaths): CompilerMessage[] {
  const messages: CompilerMessage[] = [];
  let outside: CompilerMessage | undefined;
  for (const line of output.split('\n')) {
    const [match, path = '', row, column, level, text = ''] = MESSAGE.exec(line) ?? [];
    if (match) {
      const place = { file: treePath(path, paths), line: Number(row), column: Number(column ?? 0) };
      const message = { ...place, level: level === 'warning' ? level : 'error', text } as const;
      messages.push(message);
      outside = isCopied(path, paths) ? undefined : message;
      continue;
    }
    const [expansion, user = '', userRow, userColumn] = EXPANSION.exec(line) ?? [];
    if (expansion && outside && isCopied(user, paths))
      Object.assign(outside, {
        file: treePath(user, paths),
        line: Number(userRow),
        column: Number(userColumn),
      });
  }
  // A header's message comes once for every file that includes it.
  return [...new Map(messages.map((message) => [JSON.stringify(message), message])).values()];
}

function isCopied(path: string, { root }: MessagePaths): boolean {
  return !path.startsWith('/') || posix.normalize(path).startsWith(`${root}/`);
}

/** The tree's path of a file of the build: of the copied tree, or of the packages with the kernel's headers. */
function treePath(path: string, { root, folder }: MessagePaths): string {
  if (!path.startsWith('/')) return posix.join(folder, path);
  const normal = posix.normalize(path);
  if (normal.startsWith(`${root}/`)) return normal.slice(root.length + 1);
  return normal.replace(/^.*\/usr\/src\/linux-headers-[^/]+\//, '');
}

/** The lines of a failed make's output that say why, without make's own account of where it was. */
export function usefulLines(output: string, count = 20): string {
  const said = output
    .trimEnd()
    .split('\n')
    .filter((line) => !/^make(\[\d+\])?: (Entering|Leaving|\*\*\* Waiting)/.test(line))
    .filter((line) => !/^ {2}[A-Z]+ (\[M\])? /.test(line) && line.trim() !== '');
  const compiler = said.filter((line) => !/^make(\[\d+\])?: /.test(line));
  const from = compiler.findIndex((line) => /\b(error|ERROR|undefined)\b/.test(line));
  const lines = compiler.length === 0 ? said : compiler.slice(Math.max(0, from));
  return lines.slice(0, count).join('\n');
}
