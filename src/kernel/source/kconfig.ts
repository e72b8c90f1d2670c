// SPDX-License-Identifier: GPL-2.0-only

/** One `config NAME` of a tree; a symbol may have several. */
export interface Definition {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** It can be asked for; where false, only a select or a default sets it. */
  prompted: boolean;
  /** Its `depends on`, those of the menus around it, and the conditions of the ifs: all must hold. */
  readonly depends: string[];
  /** The condition of its prompt, where that has one. */
  promptIf?: string;
  /** Number of the choice that it is one of. */
  readonly choice?: number;
}

/** What can be read of a tree's Kconfig files about who depends on whom. */
export interface Kconfig {
  readonly definitions: ReadonlyMap<string, readonly Definition[]>;
  /** By the selected symbol: who selects it, and when. */
  readonly selects: ReadonlyMap<string, readonly { by: string; condition: string }[]>;
}

/** A block: its conditions count for all that is in it. */
interface Block {
  readonly depends: string[];
  readonly choice?: number;
}

/**
 * Reads Kconfig as far as it takes to say why a symbol is not what was asked for (kconfig-language.rst). Defaults,
 * ranges and macros are left to kconfig itself, which decides; this only explains.
 *
 * @param read text of a file by its path in the tree; undefined where there is none
 * @param folder below `arch/`
 */
export async function readKconfig(
  read: (path: string) => Promise<string | undefined>,
  folder: string,
): Promise<Kconfig> {
  const definitions = new Map<string, Definition[]>();
  const selects = new Map<string, { by: string; condition: string }[]>();
  const blocks: Block[] = [];
  let choices = 0;

  const visit = async (file: string): Promise<void> => {
    const text = await read(file);
    if (text === undefined) return;
    let current: Definition | undefined;
    /** Where `depends on` goes that stands in no config: to the menu or choice just begun. */
    let open: Block | undefined;
    for (const { line, number } of statements(text)) {
      const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      const [before = '', condition = ''] = split(rest);
      if (word === 'config' || word === 'menuconfig') {
        const choice = blocks.findLast((block) => block.choice !== undefined)?.choice;
        current = {
          ...{ name: rest, file, line: number, prompted: false },
          depends: blocks.flatMap(({ depends }) => depends),
          ...(choice === undefined ? {} : { choice }),
        };
        definitions.set(rest, [...(definitions.get(rest) ?? []), current]);
        open = undefined;
      } else if (word === 'menu' || word === 'choice' || word === 'if') {
        open = {
          depends: word === 'if' ? [rest] : [],
          ...(word === 'choice' ? { choice: ++choices } : {}),
        };
        blocks.push(open);
        current = undefined;
      } else if (/^end(menu|choice|if)$/.test(word)) {
        blocks.pop();
        current = open = undefined;
      } else if (word === 'comment') current = open = undefined;
      else if (word === 'source') {
        const path = /^"(.*)"$/.exec(rest)?.[1]?.replaceAll('$(SRCARCH)', folder);
        if (path && !path.includes('$')) await visit(path);
        current = open = undefined;
      } else if (word === 'depends') (current ?? open)?.depends.push(rest.replace(/^on\s+/, ''));
      else if (word === 'visible') open?.depends.push(rest.replace(/^if\s+/, ''));
      else if (/^(bool|tristate|string|int|hex|prompt)$/.test(word) && current && before !== '') {
        current.prompted = true;
        if (condition) current.promptIf = condition;
      } else if (word === 'select' && current)
        selects.set(before, [...(selects.get(before) ?? []), { by: current.name, condition }]);
    }
  };
  await visit('Kconfig');
  return { definitions, selects };
}

/** Lines without comments and help texts, continuations joined. */
function* statements(text: string): Generator<{ line: string; number: number }> {
  const lines = text.split('\n');
  let help: number | undefined;
  for (let at = 0; at < lines.length; at++) {
    const number = at + 1;
    let raw = lines[at] ?? '';
    while (raw.endsWith('\\')) raw = `${raw.slice(0, -1).trimEnd()} ${(lines[++at] ?? '').trim()}`;
    const line = raw.trim();
    if (line === '') continue;
    const indent = raw.replaceAll('\t', '        ').search(/\S/);
    if (help !== undefined) {
      // The text's first line sets its indentation; it ends where a line is indented less.
      if (help < 0) help = indent;
      if (indent >= help && indent > 0) continue;
      help = undefined;
    }
    if (line === 'help' || line === '---help---') help = -1;
    else if (!line.startsWith('#')) yield { line: line.replace(/\s+#(?=[^"]*$).*$/, ''), number };
  }
}

/** `"prompt" if A` as its two halves. */
function split(rest: string): [string, string] {
  const quoted = /^("(?:[^"\\]|\\.)*"|\S*)\s*(?:if\s+(.*))?$/.exec(rest);
  return quoted ? [quoted[1] ?? '', quoted[2] ?? ''] : [rest, ''];
}
