// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../c/anchor.ts';
import type { Edit } from '../../../c/edit.ts';
import type { Cases, Members, Statements, TopLevel } from '../../../c/fragment.ts';
import { lineStart } from '../../../c/lines.ts';
import type { SourceFile } from '../../../c/parse.ts';
import { functionHead } from '../../../c/style.ts';
import type { Sources } from '../../../series/topic.ts';

const STATE: Anchor = {
  id: 'L1',
  words: 'the last member of struct lamp',
  query: `((field_declaration declarator: (field_identifier) @name) @site
           (#eq? @name "on"))`,
  like: 'bool on;',
};

const DEFAULT: Anchor = {
  id: 'L2',
  words: 'the default label of lamp_ioctl()',
  query: '(case_statement "default") @site',
  where: (_, { site }) => site?.text.includes('return -ENOTTY;') ?? false,
  like: 'default: return -ENOTTY;',
};

const HANDLER: Anchor = {
  id: 'L3',
  words: 'lamp_ioctl()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "lamp_ioctl"))`,
  like: 'static long lamp_ioctl(struct lamp *lamp,',
};

const DEFINE = (name: string): Anchor => ({
  id: 'L4',
  words: `the define of ${name}`,
  query: `((preproc_def name: (identifier) @name) @site (#eq? @name "${name}"))`,
  like: `#define ${name}`,
});

interface Command {
  readonly name: string;
  /** At one tab. */
  readonly body: Statements;
}

interface Header {
  gains(text: TopLevel): Edit[];
}

export interface Layout {
  readonly header: Header;
  gainsMember(text: Members): Edit[];
  gainsCommand(command: Command): Edit[];
}

export function layout(sources: Sources): Layout {
  const driver = sources.get('drivers/lamp.c') as SourceFile;
  const uapi = sources.get('include/uapi/linux/lamp.h') as SourceFile;
  const before = (file: SourceFile, anchor: Anchor, text: string): Edit => {
    const at = lineStart(file.text, locate(file, anchor).node.startIndex);
    return { path: file.path, start: at, end: at, text, anchor: anchor.id, purpose: anchor.words };
  };
  return {
    header: { gains: (text) => [before(uapi, DEFINE('LAMP_FLAG_ON'), text)] },
    gainsMember: (text) => [before(driver, STATE, text)],
    gainsCommand({ name, body }) {
      const called = name.toLowerCase();
      const head = functionHead(`static long ${called}`, ['struct lamp *lamp']);
      const definition: TopLevel = `${head}\n${body}}\n\n`;
      const label: Cases = `\tcase ${name}:\n\t\treturn ${called}(lamp);\n`;
      return [before(driver, HANDLER, definition), before(driver, DEFAULT, label)];
    },
  };
}
