// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Cases, ElseBranch, Statements, TopLevel } from '../../../src/c/fragment.ts';
import { lineStart, normalise } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { functionHead, indent } from '../../../src/c/style.ts';

const DISPATCH: Anchor = {
  id: 'A4',
  words: 'the ioctl dispatcher, vfio_pci_ioctl() or vfio_pci_core_ioctl()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#match? @name "^vfio_pci(_core)?_ioctl$"))`,
  like: 'long vfio_pci_core_ioctl(struct vfio_device *core_vdev, unsigned int cmd, unsigned long arg)',
};

/** One function a command and a switch since v6.1 (commit ea3fc04d4fad); an if-chain of bodies before. */
const DEFAULT: Anchor = {
  id: 'A4',
  words: 'the default label of switch (cmd)',
  query: `(switch_statement condition: (parenthesized_expression) @condition
           body: (compound_statement (case_statement "default") @site))`,
  where: (text) => text('condition') === '(cmd)',
  like: 'default: return -ENOTTY;',
};

const CHAIN: Anchor = {
  id: 'A4',
  words: 'the if-chain over cmd that begins with VFIO_DEVICE_GET_INFO',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition') === '(cmd == VFIO_DEVICE_GET_INFO)',
  like: 'if (cmd == VFIO_DEVICE_GET_INFO) {',
};

/** A command's body in the words of either shape. */
export interface Command {
  /** `VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP`. */
  readonly name: string;
  /** Tag of the struct that userspace passes. */
  readonly argument: string;
  /** Its name in the body: `hdr`. */
  readonly variable: string;
  /** Last member that the kernel needs. */
  readonly last: string;
  /** Statements behind the copy of the argument, at one tab. */
  readonly body: Statements;
}

export interface IoctlDispatch {
  gainsCommand(command: Command): Edit[];
}

export function ioctlDispatch(file: SourceFile, device: string): IoctlDispatch {
  const dispatcher = locate(file, DISPATCH);
  // By its text, since a switch that lost its default label is no if-chain.
  const shape = normalise(textOf(file, dispatcher.node)).includes('switch(cmd)') ? 'switch' : 'chain';
  return {
    gainsCommand(command) {
      if (shape === 'chain') return alternative(file, locate(file, CHAIN, dispatcher.node).node, command);
      const fallback = locate(file, DEFAULT, dispatcher.node);
      return functionAndCase(file, dispatcher.node, fallback.node, device, command);
    },
  };
}

function functionAndCase(
  file: SourceFile,
  dispatcher: SyntaxNode,
  fallback: SyntaxNode,
  device: string,
  { name, argument, variable, last, body }: Command,
): Edit[] {
  const called = `vfio_pci_ioctl_${name.replace(/^VFIO_DEVICE_/, '').toLowerCase()}`;
  const head = functionHead(`static int ${called}`, [
    `struct ${device} *vdev`,
    `struct ${argument} __user *arg`,
  ]);
  const definition: TopLevel = `${head}
	unsigned long minsz = offsetofend(struct ${argument}, ${last});
	struct ${argument} ${variable};

	if (copy_from_user(&${variable}, arg, minsz))
		return -EFAULT;

${body}}

`;
  const start = lineStart(file.text, dispatcher.startIndex);
  const label = lineStart(file.text, fallback.startIndex);
  const text: Cases = `\tcase ${name}:\n\t\treturn ${called}(vdev, uarg);\n`;
  return [
    { path: file.path, start, end: start, text: definition, anchor: 'A4', purpose: `${called}() is added` },
    {
      path: file.path,
      start: label,
      end: label,
      text,
      anchor: 'A4',
      purpose: `the dispatcher gains case ${name}`,
    },
  ];
}

function alternative(
  file: SourceFile,
  chain: SyntaxNode,
  { name, argument, variable, last, body }: Command,
): Edit[] {
  let arm = chain;
  for (let next = elseIf(arm); next; next = elseIf(arm)) arm = next;
  const at = (arm.childForFieldName('consequence') as SyntaxNode).endIndex;
  const text: ElseBranch = ` else if (cmd == ${name}) {
		struct ${argument} ${variable};

		minsz = offsetofend(struct ${argument}, ${last});

		if (copy_from_user(&${variable}, (void __user *)arg, minsz))
			return -EFAULT;

${indent(body, '\t')}	}`;
  return [
    { path: file.path, start: at, end: at, text, anchor: 'A4', purpose: `the dispatcher gains ${name}` },
  ];
}

function elseIf(arm: SyntaxNode): SyntaxNode | undefined {
  return arm.childForFieldName('alternative')?.namedChildren.find(({ type }) => type === 'if_statement');
}
