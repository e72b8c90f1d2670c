// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Condition, Expression, Head, Statements, TopLevel } from '../../../src/c/fragment.ts';
import { indentOf, lineEnd, lineStart } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { functionHead, ifHead } from '../../../src/c/style.ts';

const CAPABILITY: Anchor = {
  id: 'A2',
  words: 'the function that adds the MSI-X capability, msix_mmappable_cap or msix_sparse_mmap_cap',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#match? @name "^msix_(mmappable|sparse_mmap)_cap$"))`,
  like: 'static int msix_mmappable_cap(struct vfio_pci_core_device *vdev, struct vfio_info_cap *caps)',
};

const BRANCH: Anchor = {
  id: 'A3',
  words: 'the branch of region info for the BAR that holds the MSI-X table',
  query: `(if_statement condition: (parenthesized_expression) @condition
           consequence: (_) @body) @site`,
  where: (text) =>
    /\(\w+(\.|->)index==vdev->msix_bar[)&]/.test(text('condition').replace(/ /g, '')) &&
    /\bmsix_(mmappable|sparse_mmap)_cap\b/.test(text('body')),
  like: 'if (info.index == vdev->msix_bar) { ret = msix_mmappable_cap(vdev, &caps);',
};

/** What GET_REGION_INFO says of the BAR with the MSI-X table. */
export interface RegionInfo {
  /** `info.` up to 6.18, `info->` where region info is an operation of its own. */
  readonly info: string;
  /** Replaces the capability's function and calls the new one, behind `statement`. */
  advertises(capability: { name: string; body: Statements; statement?: Statements }): Edit[];
  /** A second capability, whose function is added: it is advertised instead of the first where `when` holds. */
  choosesCapability(capability: { name: string; body: Statements; when: Expression }): Edit[];
  /** The capability is advertised only where all of `terms` hold too; `continued` indents a second line by hand. */
  asksForCapability(terms: readonly Expression[], continued?: string): Edit[];
  /** No capability: the branch does `statement` instead, or nothing. */
  dropsCapability(statement?: Statements): Edit[];
}

export function regionInfo(file: SourceFile, device: string): RegionInfo {
  const branch = locate(file, BRANCH);
  const capability = locateOptional(file, CAPABILITY);
  const condition = textOf(file, branch.captures.condition as SyntaxNode);
  const info = /(\w+(?:\.|->))index/.exec(condition)?.[1] ?? 'info.';
  const name = capability?.captures.name?.text;
  const edit = (start: number, end: number, text: string, anchor: string, purpose: string): Edit => ({
    path: file.path,
    start,
    end,
    text,
    anchor,
    purpose,
  });

  const functionOf = (wanted: string, body: Statements): TopLevel => {
    const head = functionHead(`static int ${wanted}`, [
      `struct ${device} *vdev`,
      'struct vfio_info_cap *caps',
    ]);
    return `${head}\n${body}}`;
  };
  const first = (statement: Statements): Edit => {
    const call = statementOf(callOf(file, branch.node, capability?.captures.name?.text ?? ''));
    const at = lineStart(file.text, call.startIndex);
    const text: Statements = `${indentOf(file.text, at)}${statement}\n`;
    return edit(at, at, text, 'A3', `region info says "${statement}" beside the capability`);
  };

  return {
    info,

    advertises({ name: wanted, body, statement }) {
      const old = locate(file, CAPABILITY);
      const definition: TopLevel = functionOf(wanted, body);
      const call = callOf(file, branch.node, old.captures.name?.text ?? '');
      return [
        edit(old.node.startIndex, old.node.endIndex, definition, 'A2', `${wanted}() replaces ${name}()`),
        edit(call.startIndex, call.endIndex, wanted, 'A3', `region info calls ${wanted}()`),
        ...(statement === undefined ? [] : [first(statement)]),
      ];
    },

    choosesCapability({ name: wanted, body, when }) {
      const old = locate(file, CAPABILITY);
      const present = old.captures.name?.text ?? '';
      const definition: TopLevel = `\n\n${functionOf(wanted, body)}`;
      const call = statementOf(callOf(file, branch.node, present));
      const indent = indentOf(file.text, call.startIndex);
      const takes: Expression = textOf(file, call).replace(/;$/, '');
      const text: Statements = `if (${when})
${indent}\t${takes.replace(present, wanted)};
${indent}else
${indent}\t${takes};`;
      const { endIndex } = old.node;
      return [
        edit(endIndex, endIndex, definition, 'A2', `${wanted}() is added`),
        edit(call.startIndex, call.endIndex, text, 'A3', `region info chooses ${wanted}() where ${when}`),
      ];
    },

    asksForCapability(terms, continued) {
      const node = branch.captures.condition as SyntaxNode;
      const start = lineStart(file.text, branch.node.startIndex);
      const asks = textOf(file, node).slice(1, -1);
      const indent = indentOf(file.text, start);
      const text: Head =
        continued === undefined
          ? ifHead(indent, [asks, ...terms])
          : `${indent}if (${[asks, ...terms].join(` &&\n${indent}${continued}`)}) {`;
      const brace = (branch.captures.body as SyntaxNode).startIndex + 1;
      return [edit(start, brace, text, 'A3', `the sparse capability also asks ${terms.join(' && ')}`)];
    },

    dropsCapability(statement) {
      const old = locate(file, CAPABILITY);
      return [
        removeDefinition(file, old.node),
        statement === undefined ? withoutBranch(file, branch.node) : branchWith(file, branch, statement),
      ];
    },
  };
}

/** The statement that an expression is part of. */
function statementOf(node: SyntaxNode): SyntaxNode {
  let statement = node;
  while (statement.type !== 'expression_statement' && statement.parent) statement = statement.parent;
  return statement;
}

function callOf(file: SourceFile, branch: SyntaxNode, name: string): SyntaxNode {
  return locate(
    file,
    {
      id: 'A3',
      words: `the call of ${name}() in region info`,
      query: `((call_expression function: (identifier) @site) (#eq? @site "${name}"))`,
      like: `ret = ${name}(vdev, &caps);`,
    },
    branch,
  ).node;
}

/** A definition together with the empty line behind it. */
export function removeDefinition(file: SourceFile, node: SyntaxNode): Edit {
  const end = lineEnd(file.text, node.endIndex);
  const blank = file.text[end] === '\n' ? 1 : 0;
  const name = node.descendantsOfType('identifier')[0]?.text ?? 'a function';
  return {
    path: file.path,
    start: lineStart(file.text, node.startIndex),
    end: end + blank,
    text: '',
    anchor: 'A2',
    purpose: `${name}() goes`,
  };
}

function branchWith(
  file: SourceFile,
  branch: { node: SyntaxNode; captures: Readonly<Record<string, SyntaxNode>> },
  statement: Statements,
): Edit {
  const indent = indentOf(file.text, branch.node.startIndex);
  const condition: Condition = textOf(file, branch.captures.condition as SyntaxNode);
  const text: Statements = `if ${condition}\n${indent}\t${statement}`;
  return {
    path: file.path,
    start: branch.node.startIndex,
    end: branch.node.endIndex,
    text,
    anchor: 'A3',
    purpose: `region info says "${statement}" instead of a capability`,
  };
}

/** Without its inner branch the outer one holds a single statement, which kernel style writes without braces. */
function withoutBranch(file: SourceFile, branch: SyntaxNode): Edit {
  const block = branch.parent;
  const outer = block?.parent;
  const others = block?.namedChildren.filter((node) => node.id !== branch.id) ?? [];
  const [only] = others;
  if (block?.type === 'compound_statement' && outer?.type === 'if_statement' && only && others.length === 1) {
    const indent = indentOf(file.text, outer.startIndex);
    const condition: Condition = textOf(file, outer.childForFieldName('condition') as SyntaxNode);
    const left: Statements = textOf(file, only);
    const text: Statements = `if ${condition}\n${indent}\t${left}`;
    return {
      path: file.path,
      start: outer.startIndex,
      end: outer.endIndex,
      text,
      anchor: 'A3',
      purpose: 'region info adds no capability for the MSI-X BAR',
    };
  }
  return {
    path: file.path,
    start: lineStart(file.text, branch.startIndex),
    end: lineEnd(file.text, branch.endIndex),
    text: '',
    anchor: 'A3',
    purpose: 'region info adds no capability for the MSI-X BAR',
  };
}
