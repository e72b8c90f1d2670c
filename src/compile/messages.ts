// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import * as z from 'zod';

export type Tool = 'gcc' | 'sparse';

/** One error or warning about a file of the tree. */
export interface ToolMessage {
  readonly tool: Tool;
  readonly level: 'error' | 'warning';
  /** In the tree: `drivers/iommu/iommu.c`. */
  readonly file: string;
  readonly line: number;
  /** From 1; 0 where the tool gives none. */
  readonly column: number;
  readonly text: string;
  /** The function that it is in, where the compiler says so. */
  readonly inside?: string | undefined;
  /** From the innermost: where the macros that it comes from are used, then by whom its header is included. */
  readonly via: { file: string; line: number }[];
}

/** A message as it is kept. */
export const MessageRecord = z.object({
  tool: z.enum(['gcc', 'sparse']),
  level: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  text: z.string(),
  inside: z.string().optional(),
  via: z.array(z.object({ file: z.string(), line: z.number() })),
});

const MESSAGE = /^([^\s:][^:]*):(\d+):(?:(\d+):)? (fatal error|error|warning|Error|Warning): (.*)$/;
const EXPANSION = /^([^\s:][^:]*):(\d+):(?:\d+:)? note: in (?:expansion|definition) of macro /;
const INCLUDED = /^(?:In file included from| +from) ([^:]+):(\d+)(?::\d+)?[,:]$/;
const FUNCTION = /^(?:[^\s:][^:]*: )?(?:In function|At top level)(?: '(.*)')?[:,]$/;

/** The messages of gcc (of its assembler too) or of sparse, each once, in the order in which they came. */
export function parseToolMessages(output: string, tool: Tool): ToolMessage[] {
  const messages: ToolMessage[] = [];
  let inside: string | undefined;
  let includers: { file: string; line: number }[] = [];
  let expansions = 0;
  for (const line of output.split('\n')) {
    const [included, includer = '', at] = INCLUDED.exec(line) ?? [];
    if (included) {
      if (line.startsWith('In')) includers = [];
      includers.push({ file: posix.normalize(includer), line: Number(at) });
      continue;
    }
    const context = FUNCTION.exec(line);
    if (context) {
      inside = context[1];
      continue;
    }
    const [expansion, user = '', row] = EXPANSION.exec(line) ?? [];
    if (expansion) {
      messages.at(-1)?.via.splice(expansions++, 0, { file: posix.normalize(user), line: Number(row) });
      continue;
    }
    const [match, path = '', place, column, level = '', text = ''] = MESSAGE.exec(line) ?? [];
    if (!match) continue;
    messages.push({
      tool,
      level: /error$/i.test(level) ? 'error' : 'warning',
      file: posix.normalize(path),
      line: Number(place),
      column: Number(column ?? 0),
      text,
      ...(inside === undefined ? {} : { inside }),
      via: includers,
    });
    includers = [];
    expansions = 0;
  }
  return [...new Map(messages.map((message) => [JSON.stringify(message), message])).values()];
}

/**
 * The same messages, told where the series can do something about them: at its own use of a macro, or its own
 * #include, where the header is not its own.
 */
export function placedMessage(message: ToolMessage, isOwn: (path: string) => boolean): ToolMessage {
  if (isOwn(message.file)) return message;
  const own = message.via.find(({ file }) => isOwn(file));
  return own ? { ...message, file: own.file, line: own.line, column: 0 } : message;
}

/**
 * Those that the messages before do not account for. A message is the same when it says the same of the same line of
 * text, wherever that has moved; one that came twice before may come twice.
 *
 * @param lineBefore text of a line before; undefined where the file did not change, so that its number tells
 */
export function newMessages(
  after: readonly ToolMessage[],
  before: readonly ToolMessage[],
  lineAfter: (message: ToolMessage) => string | undefined,
  lineBefore: (message: ToolMessage) => string | undefined,
): ToolMessage[] {
  const open = new Map<string, (string | undefined)[]>();
  for (const message of before) {
    const key = identity(message, lineBefore(message));
    open.set(key, [...(open.get(key) ?? []), message.inside]);
  }
  const take = (message: ToolMessage, accept: (inside: string | undefined) => boolean): boolean => {
    const left = open.get(identity(message, lineAfter(message))) ?? [];
    const at = left.findIndex(accept);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  // First those of the same function, so that of two alike the one in another function is the new one.
  const rest = after.filter((message) => !take(message, (inside) => inside === message.inside));
  return rest.filter((message) => !take(message, () => true));
}

/** Numbers may change with every edit (“the frame size of 2064 bytes”); those in names may not. */
function identity({ tool, level, file, line, text }: ToolMessage, content: string | undefined): string {
  const said = text.replace(/\b\d+\b(?=[^']*(?:'[^']*'[^']*)*$)/g, '#');
  return [tool, level, file, said, content?.trim() ?? line].join('\0');
}
